package dev.godwit.orchestrator.view.progress;

import dev.godwit.api.LiveAnswer;
import dev.godwit.api.ProgressAnswer;
import dev.godwit.common.v1.Stage;
import dev.godwit.orchestrator.view.fold.RunDocument;
import dev.godwit.records.Entity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Progress and lag of a run by stage and entity.
 *
 * <p>Lag of a stage = records that the stage before passed on - records that this one processed;
 * for the extractor, rows of the plan - rows extracted; for the validator, records loaded until
 * there is a verdict. Transaction markers and cuts are not records, so a drained stage has a lag of
 * exactly 0. A run that has ended has none: its records in the topics are skipped. For live
 * engagement see {@link LiveArithmetic}.
 */
public final class ProgressArithmetic {
  private static final List<Stage> STAGES =
      List.of(Stage.EXTRACT, Stage.TRANSFORM, Stage.LOAD, Stage.VALIDATE);

  private final RunDocument run;
  private final BiFunction<Stage, Entity, StageCounts> counts;
  private final long now;
  private final LiveArithmetic live;

  /**
   * @param run the run
   * @param counts its counts by stage and entity; {@link StageCounts#NONE} where there are none
   * @param since work of a stage on live events since a cut; empty where it is not known
   * @param unread its live events that the transformer has not read
   * @param now now
   */
  public ProgressArithmetic(
      RunDocument run,
      BiFunction<Stage, Entity, StageCounts> counts,
      BiFunction<Stage, Integer, Optional<SinceCuts.Done>> since,
      Unread unread,
      Instant now) {
    this.run = run;
    this.counts = counts;
    this.now = now.toEpochMilli();
    this.live = run.live == null ? null : new LiveArithmetic(run, counts, since, unread, now);
  }

  /** Live engagement so far; null where the run has none. */
  public LiveAnswer live() {
    return live == null ? null : live.answer();
  }

  /** By stage, then by entity, in the order in which data passes them. */
  public List<ProgressAnswer.Stage> all() {
    List<ProgressAnswer.Stage> all = new ArrayList<>();
    for (Stage stage : STAGES) {
      for (Entity entity : run.entities()) {
        all.add(
            switch (stage) {
              case EXTRACT -> extract(entity);
              case TRANSFORM -> transform(entity);
              case LOAD -> load(entity);
              default -> validate(entity);
            });
      }
      if (run.live != null && stage == Stage.TRANSFORM) {
        all.add(live.transform());
      } else if (run.live != null && stage == Stage.LOAD) {
        all.add(live.load());
      }
    }
    return all;
  }

  private ProgressAnswer.Stage extract(Entity entity) {
    StageCounts c = counts.apply(Stage.EXTRACT, entity);
    long total = planned(entity);
    long lag = run.plannedAt == null ? 0 : total - c.rowsIn();
    double age = run.plannedAt == null ? 0 : (now - run.plannedAt.toEpochMilli()) / 1000.0;
    boolean complete = run.plannedAt != null && c.rowsIn() >= total;
    return progress(Stage.EXTRACT, entity, c, total, c.rowsIn(), lag, age, complete);
  }

  private ProgressAnswer.Stage transform(Entity entity) {
    long done = counts.apply(Stage.TRANSFORM, entity).rowsIn();
    return behind(Stage.EXTRACT, Stage.TRANSFORM, entity, passedOn(entity), done);
  }

  private ProgressAnswer.Stage load(Entity entity) {
    long done = counts.apply(Stage.LOAD, entity).recordsIn();
    return behind(Stage.TRANSFORM, Stage.LOAD, entity, toLoad(entity), done);
  }

  private ProgressAnswer.Stage behind(
      Stage upstream, Stage stage, Entity entity, long total, long done) {
    StageCounts before = counts.apply(upstream, entity);
    StageCounts c = counts.apply(stage, entity);
    return progress(
        stage,
        entity,
        c,
        total,
        done,
        before.recordsOut() - c.recordsIn(),
        before.backlog().ageSeconds(c.recordsIn(), now),
        c.cutPassed());
  }

  private ProgressAnswer.Stage validate(Entity entity) {
    StageCounts before = counts.apply(Stage.LOAD, entity);
    boolean judged = run.verdict != null;
    StageCounts c = StageCounts.NONE;
    long done = judged ? before.recordsOut() : 0;
    double age = before.begunMillis() == 0 ? 0 : (now - before.begunMillis()) / 1000.0;
    long total = before.cutPassed() ? before.recordsOut() : toLoad(entity) - before.quarantined();
    return progress(
        Stage.VALIDATE,
        entity,
        c,
        Math.max(total, done),
        done,
        judged ? 0 : before.recordsOut(),
        age,
        judged);
  }

  /**
   * Records to be loaded: exact once the transformer is through, an estimate from plan, merges and
   * quarantine before.
   */
  private long toLoad(Entity entity) {
    StageCounts transform = counts.apply(Stage.TRANSFORM, entity);
    if (transform.cutPassed()) {
      return transform.recordsOut();
    }
    return Math.max(
        transform.recordsOut(),
        passedOn(entity) - run.mergedAway(entity) - transform.quarantined());
  }

  /** Planned rows without those that the extractor has quarantined. */
  private long passedOn(Entity entity) {
    return planned(entity) - counts.apply(Stage.EXTRACT, entity).quarantined();
  }

  private long planned(Entity entity) {
    return run.planned.getOrDefault(entity.name(), 0L);
  }

  private ProgressAnswer.Stage progress(
      Stage stage,
      Entity entity,
      StageCounts c,
      long total,
      long done,
      long lag,
      double age,
      boolean complete) {
    boolean over = !run.outcome.open();
    long records = over ? 0 : Math.max(0, lag);
    double speed = complete || over ? 0 : c.speed().perSecond(now, c.begunMillis());
    long toDo = Math.max(0, total - done);
    Double eta = complete || over || speed <= 0 ? null : Double.valueOf(toDo / speed);
    return new ProgressAnswer.Stage(
        stage.name(),
        entity.name(),
        Math.max(total, done),
        done,
        c.quarantined(),
        records,
        records == 0 ? 0 : Math.max(0, age),
        speed,
        eta,
        complete);
  }
}
