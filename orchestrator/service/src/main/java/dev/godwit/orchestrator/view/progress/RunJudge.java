package dev.godwit.orchestrator.view.progress;

import dev.godwit.api.ProgressAnswer;
import dev.godwit.api.RunOutcome;
import dev.godwit.common.v1.Stage;
import dev.godwit.orchestrator.view.fold.RunDocument;
import dev.godwit.orchestrator.view.progress.ProgressVerdict.Situation;
import dev.godwit.records.Entity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BiFunction;

/**
 * Completes the progress of a run by the ages that committed positions show and by the verdicts.
 * Entities of a run, and runs, are worked on one after another in the same partitions; so progress
 * of the stage with any record of a snapshot proves that an entity of an open run only waits its
 * turn. Live engagement of a committed run has to progress by itself. Not thread-safe.
 */
public final class RunJudge {
  private final RunDocument run;
  private final boolean paused;
  private final BiFunction<Stage, Entity, StageCounts> counts;
  private final Map<Stage, Long> snapshotProgress;
  private final StagePositions positions;
  private final long now;

  /**
   * @param run the run
   * @param paused true where no new step begins for it
   * @param counts its counts by stage and entity
   * @param snapshotProgress time at which each stage last processed a record of any snapshot,
   *     milliseconds since 1970
   * @param positions what the committed positions say
   * @param now now
   */
  public RunJudge(
      RunDocument run,
      boolean paused,
      BiFunction<Stage, Entity, StageCounts> counts,
      Map<Stage, Long> snapshotProgress,
      StagePositions positions,
      Instant now) {
    this.run = run;
    this.paused = paused;
    this.counts = counts;
    this.snapshotProgress = snapshotProgress;
    this.positions = positions;
    this.now = now.toEpochMilli();
  }

  /** The same progress, with ages and verdicts. */
  public List<ProgressAnswer.Stage> judge(List<ProgressAnswer.Stage> stages) {
    return stages.stream().map(this::judge).toList();
  }

  private ProgressAnswer.Stage judge(ProgressAnswer.Stage s) {
    Stage stage = Stage.valueOf(s.stage());
    Entity entity = Entity.valueOf(s.entity());
    OptionalLong oldest = positions.oldestMillis(run.id(), stage, entity);
    // A group of another target database can stand before a record that was loaded already.
    boolean drained = s.lagRecords() == 0;
    double age = drained || oldest.isEmpty() ? 0 : Math.max(0, now - oldest.getAsLong()) / 1000.0;
    ProgressAnswer.Stage aged = s.judged(s.verdict(), age);
    return aged.judged(ProgressVerdict.of(aged, situation(stage, entity), now), age);
  }

  private Situation situation(Stage stage, Entity entity) {
    Pace pace = counts.apply(stage, entity).pace();
    return new Situation(
        isOver(entity),
        waitsForPerson(stage, entity),
        positions.members(stage).orElse(1) == 0,
        stage != Stage.VALIDATE || isLoaded(),
        progressMillis(stage, entity, pace),
        pace,
        window(stage, pace).toMillis());
  }

  private boolean isOver(Entity entity) {
    return entity.equals(Entity.LIVE)
        ? run.live == null || run.live.closedAt != null || isEndedWithoutCommit()
        : !run.outcome.open();
  }

  private boolean isEndedWithoutCommit() {
    return !run.outcome.open() && run.outcome != RunOutcome.COMMITTED;
  }

  /**
   * A pause dispatches no task. A run whose stage failed parks its work until it is resumed; one
   * that a gate or a verdict holds still follows its live engagement.
   */
  private boolean waitsForPerson(Stage stage, Entity entity) {
    boolean parked = run.hold != null && !run.hold.judged();
    boolean follows = entity.equals(Entity.LIVE) && !parked;
    boolean dispatched = stage == Stage.EXTRACT || stage == Stage.VALIDATE;
    return (run.outcome == RunOutcome.HELD && !follows) || (paused && dispatched);
  }

  private boolean isLoaded() {
    return run.entities().stream().allMatch(e -> counts.apply(Stage.LOAD, e).cutPassed());
  }

  private long progressMillis(Stage stage, Entity entity, Pace pace) {
    if (stage == Stage.VALIDATE) {
      return lastOf(Stage.LOAD);
    }
    boolean alone = entity.equals(Entity.LIVE) && run.outcome == RunOutcome.COMMITTED;
    return alone
        ? pace.lastMillis()
        : Math.max(lastOf(stage), snapshotProgress.getOrDefault(stage, 0L));
  }

  private long lastOf(Stage stage) {
    long last = counts.apply(stage, Entity.LIVE).pace().lastMillis();
    for (Entity entity : run.entities()) {
      last = Math.max(last, counts.apply(stage, entity).pace().lastMillis());
    }
    return last;
  }

  /** The validator reads back what was loaded, in one step: it may take as long as the loading. */
  private Duration window(Stage stage, Pace pace) {
    if (stage != Stage.VALIDATE) {
      return pace.window();
    }
    long begun =
        run.entities().stream()
            .mapToLong(e -> counts.apply(Stage.LOAD, e).begunMillis())
            .filter(millis -> millis > 0)
            .min()
            .orElse(0);
    Duration loading = Duration.ofMillis(begun == 0 ? 0 : Math.max(0, lastOf(Stage.LOAD) - begun));
    return loading.compareTo(Pace.FIRST) > 0 ? loading : Pace.FIRST;
  }
}
