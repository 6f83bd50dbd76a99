package dev.godwit.validator;

import dev.godwit.worker.settings.SettingsProblems;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Settings of the validator, beside {@link dev.godwit.worker.settings.WorkerSettings}; validated at
 * start. None is a secret.
 */
@ConfigMapping(prefix = "godwit.validator")
public interface ValidatorSettings {
  /** Keys of which hashes are held at once while differing buckets are compared; about 15 MB. */
  @WithDefault("500000")
  int keysPerPass();

  /** Changed rows held at once with all their cells. */
  @WithDefault("1000")
  int rowsHeld();

  /**
   * Time for which the verdict on a committed run waits for its target before other ledgers are
   * answered.
   */
  @WithName("committed-patience")
  @WithDefault("30s")
  Duration committedTimeout();

  /**
   * Time for which a rehearsal waits until its synthetic live events have arrived; after it, what
   * is missing is a finding of the rehearsal.
   */
  @WithDefault("PT2M")
  Duration liveArrivalTimeout();

  /**
   * Time for which a rehearsal waits beyond that while the loader has not read the live events that
   * stand before its own, such as those of a customer whose emails are being copied.
   */
  @WithDefault("PT30M")
  Duration liveBacklogTimeout();

  /** Checks the values when the service starts. */
  @Singleton
  class Start {
    void onStart(@Observes StartupEvent start, ValidatorSettings settings) {
      new SettingsProblems()
          .positive("godwit.validator.keys-per-pass", settings.keysPerPass())
          .positive("godwit.validator.rows-held", settings.rowsHeld())
          .positive("godwit.validator.committed-patience", settings.committedTimeout())
          .positive("godwit.validator.live-arrival-timeout", settings.liveArrivalTimeout())
          .positive("godwit.validator.live-backlog-timeout", settings.liveBacklogTimeout())
          .throwIfAny();
    }
  }
}
