package dev.godwit.orchestrator.view.replay;

import dev.godwit.api.Phase;
import dev.godwit.common.v1.Stage;
import dev.godwit.orchestrator.view.fold.RunDocument;
import dev.godwit.orchestrator.view.store.StageRangeRow;
import java.time.Duration;
import java.util.List;

/** How long a replay takes, about: by the speed of the same stage in the same run. Pure. */
final class ReplayEstimate {
  private ReplayEstimate() {}

  /**
   * Records a second that the stage did in the run, from its first receipt to its last; of the
   * validator, from the request of its verdict to the verdict.
   *
   * @param rows what the stage read; of the validator, what the loader read
   * @return 0 where nothing was measured
   */
  static double measured(RunDocument run, Stage stage, List<StageRangeRow> rows) {
    List<StageRangeRow> known = rows.stream().filter(StageRangeRow::isKnown).toList();
    long records = known.stream().mapToLong(r -> r.records).sum();
    if (records == 0) {
      return 0;
    }
    if (stage == Stage.VALIDATE) {
      double seconds = reconcilingSeconds(run);
      return seconds <= 0 ? 0 : records / Math.max(1, seconds);
    }
    long begun = known.stream().mapToLong(r -> r.begunMillis).min().orElse(0);
    long last = known.stream().mapToLong(r -> r.lastMillis).max().orElse(0);
    return records / Math.max(1.0, (last - begun) / 1000.0);
  }

  private static double reconcilingSeconds(RunDocument run) {
    return run.phases.stream()
        .filter(p -> p.phase() == Phase.RECONCILING && p.endedAt() != null)
        .mapToDouble(p -> Duration.between(p.startedAt(), p.endedAt()).toMillis() / 1000.0)
        .max()
        .orElse(0);
  }

  /**
   * Seconds, about: all records are read at the measured speed, and those that are selected no
   * faster than the rate.
   *
   * @param records records to read; negative where it is not known
   * @param selected those of them that are selected; negative where it is not known
   * @return null where it cannot be computed
   */
  static Double seconds(long records, long selected, double measured, int rate) {
    if (records < 0 || (measured <= 0 && rate <= 0)) {
      return null;
    }
    double reading = measured <= 0 ? 0 : records / measured;
    long limited = selected < 0 ? records : selected;
    return Math.max(reading, rate <= 0 ? 0 : limited / (double) rate);
  }
}
