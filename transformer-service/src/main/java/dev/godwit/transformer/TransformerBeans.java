package dev.godwit.transformer;

import dev.godwit.transformer.normalise.PlausibleTimes;
import dev.godwit.worker.stage.StageMetrics;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Makes the beans that follow from {@link TransformerSettings}. */
@Singleton
class TransformerBeans {
  private static final String OUTCOME = "implausible";

  /** Counts each implausible time, loaded or quarantined. */
  @Produces
  @Singleton
  PlausibleTimes times(TransformerSettings settings, StageMetrics metrics) {
    return new PlausibleTimes(
        settings.earliestTime(),
        settings.timeAhead(),
        settings.implausibleTimes() == TransformerSettings.ImplausibleTimes.LOAD,
        InstantSource.system(),
        entity -> metrics.count(entity, OUTCOME, 1));
  }
}
