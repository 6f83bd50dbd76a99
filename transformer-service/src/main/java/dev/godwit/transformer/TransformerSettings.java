package dev.godwit.transformer;

import dev.godwit.transformer.normalise.PlausibleTimes;
import dev.godwit.wire.live.TailMark;
import dev.godwit.worker.settings.SettingsProblems;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Settings of the transformer, beside {@link dev.godwit.worker.settings.WorkerSettings}; validated
 * at start. The tail's secret is one.
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

  /** First time that an open or click can plausibly have. */
  @WithDefault(PlausibleTimes.EARLIEST)
  Instant earliestTime();

  /** How far after now an open or click can plausibly be dated. */
  @WithDefault(PlausibleTimes.AHEAD)
  Duration timeAhead();

  /** Fate of an open or click with another time; it is counted in either case. */
  @WithDefault("quarantine")
  ImplausibleTimes implausibleTimes();

  /**
   * Secrets, separated by commas, by which records of the source's tail are recognised in the live
   * topic; those of the extractor.
   */
  @WithName("tail-secret")
  @WithDefault("${godwit.tail-secret:}")
  Optional<String> tailSecret();

  /**
   * Mark of the tail's records.
   *
   * @throws IllegalArgumentException where the secret is missing or too short
   */
  default TailMark tailMark() {
    return TailMark.of(tailSecret().orElse(""));
  }

  /** The fate of opens and clicks with implausible times. */
  enum ImplausibleTimes {
    /** They are quarantined: in a snapshot a finding that a person has to waive or to mend. */
    QUARANTINE,
    /** They are loaded. */
    LOAD
  }

  /** Checks the values when the service starts. */
  @Singleton
  class Start {
    void onStart(@Observes StartupEvent start, TransformerSettings settings) {
      new SettingsProblems()
          .positive("godwit.transformer.pack-again-after", settings.recheckPackAfter())
          .positive("godwit.transformer.time-ahead", settings.timeAhead())
          .accepts("godwit.tail-secret", settings::tailMark)
          .throwIfAny();
    }
  }
}
