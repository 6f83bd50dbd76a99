package dev.godwit.transformer;

import dev.godwit.worker.settings.SettingsProblems;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Settings of the transformer, beside {@link dev.godwit.worker.settings.WorkerSettings}; validated
 * at start. None is a secret.
 */
@ConfigMapping(prefix = "godwit.transformer")
public interface TransformerSettings {
  /**
   * Time after which a pack that was refused is checked again for a committed run; for any other
   * run it is checked again when the migration is resumed.
   */
  @WithName("pack-again-after")
  @WithDefault("30s")
  Duration recheckPackAfter();

  /** Checks the values when the service starts. */
  @Singleton
  class Start {
    void onStart(@Observes StartupEvent start, TransformerSettings settings) {
      new SettingsProblems()
          .positive("godwit.transformer.pack-again-after", settings.recheckPackAfter())
          .throwIfAny();
    }
  }
}
