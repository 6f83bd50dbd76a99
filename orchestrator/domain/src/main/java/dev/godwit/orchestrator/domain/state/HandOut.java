package dev.godwit.orchestrator.domain.state;

import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.EntityPlan;
import dev.godwit.orchestrator.domain.event.Recorded.Envelope;
import dev.godwit.orchestrator.domain.state.MigrationState.Active;
import dev.godwit.orchestrator.domain.state.MigrationState.Assessing;
import dev.godwit.orchestrator.domain.state.MigrationState.Committed;
import dev.godwit.orchestrator.domain.state.MigrationState.Committing;
import dev.godwit.orchestrator.domain.state.MigrationState.Copying;
import dev.godwit.orchestrator.domain.state.MigrationState.Freezing;
import dev.godwit.orchestrator.domain.state.MigrationState.Planning;
import dev.godwit.orchestrator.domain.state.MigrationState.Preparing;
import dev.godwit.orchestrator.domain.state.MigrationState.Purged;
import dev.godwit.orchestrator.domain.state.MigrationState.Purging;
import dev.godwit.orchestrator.domain.state.MigrationState.Reconciling;
import dev.godwit.orchestrator.domain.state.MigrationState.Returning;
import dev.godwit.orchestrator.domain.state.MigrationState.Thawing;
import dev.godwit.orchestrator.domain.task.DispatchedTask;
import dev.godwit.orchestrator.domain.task.DispatchedTask.TaskEnvelope;
import dev.godwit.orchestrator.domain.task.Task;
import dev.godwit.orchestrator.domain.task.Task.AssessSource;
import dev.godwit.orchestrator.domain.task.Task.AssessTarget;
import dev.godwit.orchestrator.domain.task.Task.EnableTarget;
import dev.godwit.orchestrator.domain.task.Task.ExtractChunk;
import dev.godwit.orchestrator.domain.task.Task.FreezeSource;
import dev.godwit.orchestrator.domain.task.Task.PlanExtraction;
import dev.godwit.orchestrator.domain.task.Task.PrepareTarget;
import dev.godwit.orchestrator.domain.task.Task.PurgeTarget;
import dev.godwit.orchestrator.domain.task.Task.ReconcileCut;
import dev.godwit.orchestrator.domain.task.Task.ReturnLive;
import dev.godwit.orchestrator.domain.task.Task.ThawSource;
import dev.godwit.orchestrator.domain.task.Task.WriteCut;
import java.util.ArrayList;
import java.util.List;

/**
 * Hands out what a state asks for and was not handed out yet. That it was is remembered in the
 * state, so every task is handed out once, whatever pauses come between. A pause holds back all but
 * the way back: the purge and the thaw of a run that failed, was cancelled or is rolled back.
 */
final class HandOut {
  private final Envelope cause;
  private Run run;
  private final List<DispatchedTask> tasks = new ArrayList<>();

  private HandOut(Envelope cause, Run run) {
    this.cause = cause;
    this.run = run;
  }

  static Step from(Migration migration, Envelope cause) {
    MigrationState state = migration.state();
    if (!(state instanceof Active || state instanceof Committed)) {
      return new Step(migration, List.of());
    }
    boolean held = migration.paused() || migration.programmePaused();
    if (held && !isWayBack(state)) {
      return new Step(migration, List.of());
    }
    HandOut out = new HandOut(cause, migration.run());
    MigrationState after =
        switch (state) {
          case Active active -> out.all(out.liveCut(active));
          case Committed committed -> out.all(committed);
          default -> state;
        };
    return new Step(migration.with(after), out.tasks);
  }

  private static boolean isWayBack(MigrationState state) {
    return state instanceof Thawing
        || (state instanceof Purged purged && purged.purge().purpose().isWayBack())
        || (state instanceof Returning returning && returning.purge().purpose().isWayBack())
        || (state instanceof Purging purging && purging.purge().purpose().isWayBack());
  }

  /** The cut of live engagement that is intended; it is no matter of one state alone. */
  private Active liveCut(Active state) {
    return handOutLiveCut() ? Reruns.with(state, run) : state;
  }

  private boolean handOutLiveCut() {
    LiveWindow window = run.window();
    if (window == null || !window.isHeldBack()) {
      return false;
    }
    add(
        TaskIds.cut(run, Entity.LIVE, window.cut()),
        new WriteCut(Entity.LIVE, window.cut(), window.closes()));
    run = run.with(window.with(CutProgress.HANDED_OUT));
    return true;
  }

  private MigrationState all(Committed state) {
    Committed on = handOutLiveCut() ? state.with(run) : state;
    if (on.progress() != VerdictProgress.STARTED) {
      return on;
    }
    add(
        TaskIds.reconcile(run, on.asked()),
        new ReconcileCut(on.asked(), on.sourceRows(), true, true));
    return on.with(VerdictProgress.HANDED_OUT);
  }

  private MigrationState all(Active state) {
    return switch (state) {
      case Assessing s when !s.issued() -> {
        add(TaskIds.assessSource(run), new AssessSource());
        add(TaskIds.assessTarget(run), new AssessTarget());
        yield new Assessing(run, s.sourceFingerprint(), s.sourceRows(), s.target(), true);
      }
      case Preparing s when !s.issued() -> {
        add(TaskIds.prepare(run), new PrepareTarget());
        yield new Preparing(run, s.assessment(), true, s.trouble());
      }
      case Freezing s when !s.issued() -> {
        add(TaskIds.freeze(run), new FreezeSource());
        yield new Freezing(run.with(Freeze.ASKED), s.assessment(), true);
      }
      case Planning s when !s.issued() -> {
        add(TaskIds.plan(run), new PlanExtraction());
        yield new Planning(run, s.assessment(), true);
      }
      case Copying s -> new Copying(run, s.assessment(), chunks(cuts(s.extraction())));
      case Reconciling s when !s.issued() -> {
        add(
            TaskIds.reconcile(run, s.cut()),
            new ReconcileCut(s.cut(), s.sourceRows(), run.window() != null, false));
        yield new Reconciling(run, s.assessment(), s.sourceRows(), s.cut(), true);
      }
      case Committing s when !s.issued() -> {
        add(TaskIds.enable(run), new EnableTarget());
        yield new Committing(run, s.verdict(), true);
      }
      case Purging s when !s.issued() -> {
        add(TaskIds.purge(run, s.purge().attempt()), new PurgeTarget(s.purge().reason()));
        yield new Purging(run, s.purge(), true, false);
      }
      case Returning s when !s.issued() -> {
        LiveWindow window = run.window();
        add(TaskIds.returnLive(run, window.returns()), new ReturnLive(window.from(), window.to()));
        yield new Returning(run, s.purge(), true, false);
      }
      case Thawing s when !s.issued() -> {
        add(TaskIds.thaw(run, s.attempt()), new ThawSource());
        yield new Thawing(run, s.rollback(), s.attempt(), true, false);
      }
      default -> state;
    };
  }

  private Extraction cuts(Extraction extraction) {
    Extraction after = extraction;
    for (EntityPlan plan : extraction.plans()) {
      if (after.cut(plan.entity()) == CutProgress.STARTED) {
        add(
            TaskIds.cut(run, plan.entity(), Extraction.CUT),
            new WriteCut(plan.entity(), Extraction.CUT, false));
        after = after.with(plan.entity(), CutProgress.HANDED_OUT);
      }
    }
    return after;
  }

  private Extraction chunks(Extraction extraction) {
    int free = extraction.window() - extraction.out();
    int until = Math.min(extraction.chunks(), extraction.handedOut() + Math.max(0, free));
    if (until == extraction.handedOut()) {
      return extraction;
    }
    for (int index = 0; index < extraction.plans().size(); index++) {
      EntityPlan plan = extraction.plans().get(index);
      int first = extraction.first(index);
      int from = Math.max(0, extraction.handedOut() - first);
      for (int chunk = from; chunk < plan.chunks() && first + chunk < until; chunk++) {
        add(TaskIds.chunk(run, plan.entity(), chunk), chunk(extraction, plan, chunk));
      }
    }
    return extraction.handedOut(until);
  }

  private static ExtractChunk chunk(Extraction extraction, EntityPlan plan, int chunk) {
    boolean merged = plan.mergedChunk() && chunk == plan.chunks() - 1;
    List<String> bounds = plan.boundaries();
    return new ExtractChunk(
        plan.entity(),
        chunk,
        merged || chunk == 0 ? null : bounds.get(chunk - 1),
        merged || chunk >= bounds.size() ? null : bounds.get(chunk),
        merged,
        extraction.snapshot(),
        extraction.identitiesFrom(),
        extraction.identitiesTo());
  }

  private void add(String taskId, Task task) {
    tasks.add(
        new DispatchedTask(
            new TaskEnvelope(
                taskId,
                cause.migrationId().equals(Programme.ID)
                    ? run.request().customer()
                    : cause.migrationId(),
                run.request().customer(),
                run.number(),
                run.kind(),
                run.request().sourcePack(),
                run.request().targetPack(),
                cause.occurredAt(),
                cause.eventId()),
            task));
  }
}
