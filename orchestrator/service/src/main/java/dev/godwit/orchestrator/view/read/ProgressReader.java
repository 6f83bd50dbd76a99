package dev.godwit.orchestrator.view.read;

import dev.godwit.api.LiveAnswer;
import dev.godwit.api.Phase;
import dev.godwit.api.ProgressAnswer;
import dev.godwit.common.v1.Stage;
import dev.godwit.orchestrator.view.fold.HoldFold;
import dev.godwit.orchestrator.view.fold.MigrationDocument;
import dev.godwit.orchestrator.view.fold.RunDocument;
import dev.godwit.orchestrator.view.progress.LiveBacklog;
import dev.godwit.orchestrator.view.progress.ProgressArithmetic;
import dev.godwit.orchestrator.view.progress.RunJudge;
import dev.godwit.orchestrator.view.progress.StageCounts;
import dev.godwit.orchestrator.view.progress.StagePositions;
import dev.godwit.orchestrator.view.progress.Unread;
import dev.godwit.orchestrator.view.store.LiveSinceRow;
import dev.godwit.orchestrator.view.store.MigrationRow;
import dev.godwit.orchestrator.view.store.RunRow;
import dev.godwit.orchestrator.view.store.StageProgressRow;
import dev.godwit.records.Entity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Progress and lag of runs. */
@ApplicationScoped
public class ProgressReader {
  private final LiveBacklog backlog;
  private final StagePositions positions;

  ProgressReader(LiveBacklog backlog, StagePositions positions) {
    this.backlog = backlog;
    this.positions = positions;
  }

  /** Of the latest run of every migration. */
  @Transactional
  public List<ProgressAnswer> latestRuns() {
    Instant now = Instant.now();
    boolean paused = MigrationRow.programmePaused();
    Map<Stage, Long> snapshotProgress = StageProgressRow.lastSnapshotProgress();
    return MigrationRow.latestFirst().stream()
        .map(row -> progress(row.read(), paused, snapshotProgress, now))
        .toList();
  }

  /** Of the latest run of a migration; empty where there is no such migration. */
  @Transactional
  public Optional<ProgressAnswer> latestRun(String customer) {
    return MigrationReader.document(customer)
        .map(
            m ->
                progress(
                    m,
                    MigrationRow.programmePaused(),
                    StageProgressRow.lastSnapshotProgress(),
                    Instant.now()));
  }

  /**
   * The phase of a migration as it is seen now: SQL that waits for the load is run once every
   * entity is loaded up to its cut.
   *
   * @param run its latest run; null before the first
   * @param stages progress of the run
   */
  static Phase phase(MigrationDocument m, RunDocument run, List<ProgressAnswer.Stage> stages) {
    boolean due = run != null && run.sqlAfterLoad && m.phase == Phase.COPYING;
    return due
            && stages.stream()
                .filter(stage -> stage.stage().equals(Stage.LOAD.name()) && !stage.endless())
                .allMatch(ProgressAnswer.Stage::complete)
        ? Phase.RUNNING_SQL
        : m.phase;
  }

  /** As above, where progress is not read anyway: it is read only where the phase depends on it. */
  Phase phase(MigrationDocument m, RunDocument run) {
    return run == null || !run.sqlAfterLoad
        ? m.phase
        : phase(m, run, arithmetic(run, Instant.now()).all());
  }

  /** A cut behind a producer's open transaction cannot be read, so the stage is not drained. */
  private Unread unread(RunDocument run) {
    if (run.live == null) {
      return Unread.NONE;
    }
    Unread unread = backlog.of(run.customer, run.live.from);
    return run.live.underWay == null
        ? unread
        : positions.look().openInLive().stream()
            .findFirst()
            .map(open -> unread.withWaitingCut(open.since().toEpochMilli()))
            .orElse(unread);
  }

  /** Progress of a run from its receipts. */
  ProgressArithmetic arithmetic(RunDocument run, Instant now) {
    return arithmetic(run, counts(run), now);
  }

  private ProgressArithmetic arithmetic(
      RunDocument run, BiFunction<Stage, Entity, StageCounts> counts, Instant now) {
    return new ProgressArithmetic(
        run,
        counts,
        (stage, cut) ->
            LiveSinceRow.since(
                run.id(), stage, cut, counts.apply(stage, Entity.LIVE).cutPartitions()),
        unread(run),
        now);
  }

  private static BiFunction<Stage, Entity, StageCounts> counts(RunDocument run) {
    Map<String, StageCounts> counts = new HashMap<>();
    for (StageProgressRow row : StageProgressRow.ofRun(run.id())) {
      counts.put(row.stage + "/" + row.entity, row.read());
    }
    return (stage, entity) ->
        counts.getOrDefault(stage.name() + "/" + entity.name(), StageCounts.NONE);
  }

  private ProgressAnswer progress(
      MigrationDocument m,
      boolean programmePaused,
      Map<Stage, Long> snapshotProgress,
      Instant now) {
    RunDocument run = RunRow.document(m.customer, m.run);
    boolean paused = m.paused || programmePaused;
    LiveAnswer live = null;
    List<ProgressAnswer.Stage> stages = List.of();
    if (run != null) {
      BiFunction<Stage, Entity, StageCounts> counts = counts(run);
      ProgressArithmetic arithmetic = arithmetic(run, counts, now);
      live = arithmetic.live();
      stages =
          new RunJudge(run, paused, counts, snapshotProgress, positions, now)
              .judge(arithmetic.all());
    }
    return new ProgressAnswer(
        m.customer,
        m.run,
        m.kind,
        phase(m, run, stages),
        run == null ? null : run.outcome,
        paused,
        now,
        run == null ? null : run.startedAt,
        run == null ? null : run.endedAt,
        List.copyOf(m.waiting.values()),
        m.stuck,
        m.hold,
        run == null ? null : HoldFold.freeze(run, now),
        run == null ? null : MigrationReader.replay(run),
        live,
        stages);
  }
}
