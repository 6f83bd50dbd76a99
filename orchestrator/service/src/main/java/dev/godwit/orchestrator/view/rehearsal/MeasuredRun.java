package dev.godwit.orchestrator.view.rehearsal;

import dev.godwit.api.Phase;
import dev.godwit.common.v1.Stage;
import dev.godwit.orchestrator.view.fold.RunDocument;
import dev.godwit.orchestrator.view.store.StageProgressRow;
import dev.godwit.records.Entity;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Speeds that were measured in a run. All are in rows of its snapshot a second, also where a stage
 * has fewer records, since rows were merged: so speeds of different stages can be compared.
 *
 * @param rows rows of the snapshot, at least 1
 * @param speeds by stage that copies, from its first record to its last receipt
 * @param besides seconds of the steps that are no copy: plan, SQL of the pack, reconciliation
 * @param copying seconds of the copy as a whole
 */
public record MeasuredRun(long rows, Map<Stage, Double> speeds, double besides, double copying) {
  /** Stages that copy. */
  static final List<Stage> STAGES = List.of(Stage.EXTRACT, Stage.TRANSFORM, Stage.LOAD);

  /** Receipts are made once or twice a second: nothing shorter is measured. */
  private static final double SHORTEST_SECONDS = 1;

  private static final double MILLIS = 1000.0;

  /**
   * The measured run; null where not every stage finished the snapshot.
   *
   * @param progress rows of the run
   */
  public static MeasuredRun of(RunDocument run, List<StageProgressRow> progress) {
    long rows = run.planned.values().stream().mapToLong(Long::longValue).sum();
    if (rows == 0 || run.verdict == null) {
      return null;
    }
    Map<Stage, Double> speeds = new EnumMap<>(Stage.class);
    for (Stage stage : STAGES) {
      List<StageProgressRow> of =
          progress.stream()
              .filter(row -> row.stage.equals(stage.name()))
              .filter(row -> !row.entity.equals(Entity.LIVE.name()) && row.progressMillis > 0)
              .toList();
      if (of.isEmpty()) {
        return null;
      }
      long begun = of.stream().mapToLong(row -> row.begunMillis).min().getAsLong();
      long last = of.stream().mapToLong(row -> row.progressMillis).max().getAsLong();
      speeds.put(stage, rows / Math.max(SHORTEST_SECONDS, (last - begun) / MILLIS));
    }
    return new MeasuredRun(
        rows,
        speeds,
        seconds(run, Phase.PLANNING)
            + seconds(run, Phase.RUNNING_SQL)
            + seconds(run, Phase.RECONCILING),
        seconds(run, Phase.COPYING));
  }

  private static double seconds(RunDocument run, Phase phase) {
    return run.phases.stream()
        .filter(span -> span.phase() == phase && span.endedAt() != null)
        .mapToDouble(span -> Duration.between(span.startedAt(), span.endedAt()).toMillis() / MILLIS)
        .sum();
  }

  /** Seconds that the steps besides the copy would take with so many rows. */
  double besides(long ofRows) {
    return besides * ofRows / rows;
  }
}
