package dev.godwit.orchestrator.domain.state;

import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.EntityPlan;
import dev.godwit.orchestrator.domain.event.Recorded.Envelope;
import dev.godwit.orchestrator.domain.state.EndingState.Purging;
import dev.godwit.orchestrator.domain.state.EndingState.Returning;
import dev.godwit.orchestrator.domain.state.EndingState.Thawing;
import dev.godwit.orchestrator.domain.state.Extraction.CutProgress;
import dev.godwit.orchestrator.domain.state.ForwardState.ArrivingLive;
import dev.godwit.orchestrator.domain.state.ForwardState.Assessing;
import dev.godwit.orchestrator.domain.state.ForwardState.Committing;
import dev.godwit.orchestrator.domain.state.ForwardState.Copying;
import dev.godwit.orchestrator.domain.state.ForwardState.Freezing;
import dev.godwit.orchestrator.domain.state.ForwardState.Held;
import dev.godwit.orchestrator.domain.state.ForwardState.Planning;
import dev.godwit.orchestrator.domain.state.ForwardState.Preparing;
import dev.godwit.orchestrator.domain.state.ForwardState.Probing;
import dev.godwit.orchestrator.domain.state.ForwardState.Rechecking;
import dev.godwit.orchestrator.domain.state.ForwardState.Reconciling;
import dev.godwit.orchestrator.domain.state.ForwardState.RunningSql;
import dev.godwit.orchestrator.domain.state.ForwardState.SendingLive;
import dev.godwit.orchestrator.domain.state.IdleState.Committed;
import dev.godwit.orchestrator.domain.state.IdleState.Committed.VerdictProgress;
import dev.godwit.orchestrator.domain.state.MigrationState.Tasked;
import dev.godwit.orchestrator.domain.state.PointOfRun.AfterLoad;
import dev.godwit.orchestrator.domain.state.Replays.Replay;
import dev.godwit.orchestrator.domain.state.Run.Freeze;
import dev.godwit.orchestrator.domain.task.DispatchedTask;
import dev.godwit.orchestrator.domain.task.DispatchedTask.TaskEnvelope;
import dev.godwit.orchestrator.domain.task.Task;
import dev.godwit.orchestrator.domain.task.Task.AssessSource;
import dev.godwit.orchestrator.domain.task.Task.AssessTarget;
import dev.godwit.orchestrator.domain.task.Task.CheckLiveArrival;
import dev.godwit.orchestrator.domain.task.Task.EnableTarget;
import dev.godwit.orchestrator.domain.task.Task.ExtractChunk;
import dev.godwit.orchestrator.domain.task.Task.FreezeSource;
import dev.godwit.orchestrator.domain.task.Task.PlanExtraction;
import dev.godwit.orchestrator.domain.task.Task.PrepareTarget;
import dev.godwit.orchestrator.domain.task.Task.PurgeTarget;
import dev.godwit.orchestrator.domain.task.Task.RecheckSource;
import dev.godwit.orchestrator.domain.task.Task.ReconcileCut;
import dev.godwit.orchestrator.domain.task.Task.RehearseLive;
import dev.godwit.orchestrator.domain.task.Task.ReplayRecords;
import dev.godwit.orchestrator.domain.task.Task.ReturnLive;
import dev.godwit.orchestrator.domain.task.Task.RunProbes;
import dev.godwit.orchestrator.domain.task.Task.RunStatements;
import dev.godwit.orchestrator.domain.task.Task.ThawSource;
import dev.godwit.orchestrator.domain.task.Task.WriteCut;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The tasks that follow from an event: those that are out after it and were not before.
 *
 * <p>A function of its arguments alone; it changes nothing. Only the engine that decided the event
 * calls it: a rebuild would dispatch every task again.
 */
public final class Reaction {
  private Reaction() {}

  /**
   * The tasks to dispatch, in order.
   *
   * @param before the migration before the event
   * @param after the migration after it, as {@link Evolution} gives it
   * @param event envelope of the event, which is the migration's or the programme's
   */
  public static List<DispatchedTask> react(Migration before, Migration after, Envelope event) {
    if (after.run() == null) {
      return List.of();
    }
    Map<String, Task> tasks = out(after);
    tasks.keySet().removeAll(out(before).keySet());
    if (after.state() instanceof Copying on) {
      chunks(before, after, on.extraction(), tasks);
    }
    List<DispatchedTask> dispatched = new ArrayList<>();
    tasks.forEach((id, task) -> dispatched.add(dispatched(id, task, after, event)));
    return dispatched;
  }

  /** The tasks, by their ids, that are dispatched and not answered; chunks left aside. */
  private static Map<String, Task> out(Migration of) {
    Map<String, Task> out = new LinkedHashMap<>();
    LiveWindow window = of.window();
    if (window != null && window.isOut()) {
      out.put(
          TaskIds.cut(of, Entity.LIVE, window.cut()),
          new WriteCut(Entity.LIVE, window.cut(), window.closes()));
    }
    Replay replay = of.replay();
    if (replay != null && replay.dispatched()) {
      out.put(TaskIds.replay(of, replay.number()), replay(of, replay));
    }
    switch (of.state()) {
      case Copying on -> cuts(of, on.extraction(), out);
      case Committed on when on.progress() == VerdictProgress.DISPATCHED ->
          out.put(
              TaskIds.reconcile(of, on.asked()),
              new ReconcileCut(
                  on.asked(), on.sourceRows(), true, true, of.run().replays().released()));
      case Tasked on when of.dispatched() -> step(of, on, out);
      default -> {
        // Nothing is out.
      }
    }
    return out;
  }

  /** Rows that differ are replaced where they are to be mended, and nobody works in the target. */
  private static ReplayRecords replay(Migration of, Replay replay) {
    return new ReplayRecords(
        replay.number(),
        replay.stage(),
        replay.selection(),
        replay.rate(),
        replay.selection().isOfDifferences() && of.state() instanceof Held,
        replay.decisions());
  }

  /** Whether the task is dispatched and not answered. */
  public static boolean isOut(Migration of, String taskId) {
    return out(of).containsKey(taskId)
        || (of.state() instanceof Copying on && isChunkOut(of, on.extraction(), taskId));
  }

  /**
   * Those of some dispatched tasks whose answers are awaited: they are out, or are the freeze of a
   * run that ends meanwhile, whose answer the end waits for.
   */
  static List<DispatchedTask> awaited(Migration of, List<DispatchedTask> tasks) {
    if (of.run() == null || tasks.isEmpty()) {
      return List.of();
    }
    Set<String> out = out(of).keySet();
    return tasks.stream().filter(task -> isAwaited(of, task, out)).toList();
  }

  private static boolean isAwaited(Migration of, DispatchedTask task, Set<String> out) {
    String id = task.envelope().taskId();
    return switch (task.task()) {
      case ExtractChunk chunk ->
          of.state() instanceof Copying on
              && on.extraction().isOut(chunk.entity(), chunk.chunk())
              && TaskIds.chunk(of, chunk.entity(), chunk.chunk()).equals(id);
      case FreezeSource freeze ->
          out.contains(id) || (of.run().freeze() == Freeze.ASKED && TaskIds.freeze(of).equals(id));
      default -> out.contains(id);
    };
  }

  private static boolean isChunkOut(Migration of, Extraction extraction, String taskId) {
    for (EntityPlan plan : extraction.plans()) {
      for (int chunk = 0; chunk < plan.chunks(); chunk++) {
        if (extraction.isOut(plan.entity(), chunk)
            && TaskIds.chunk(of, plan.entity(), chunk).equals(taskId)) {
          return true;
        }
      }
    }
    return false;
  }

  private static void step(Migration of, Tasked state, Map<String, Task> out) {
    switch (state) {
      case Assessing on -> {
        out.put(TaskIds.assessSource(of), new AssessSource());
        out.put(TaskIds.assessTarget(of), new AssessTarget(of.request().account()));
      }
      case Preparing on -> out.put(TaskIds.prepare(of), new PrepareTarget(of.request().account()));
      case Freezing on -> out.put(TaskIds.freeze(of), new FreezeSource());
      case RunningSql on -> out.put(TaskIds.statements(of, on.at()), statements(on.at()));
      case Planning on -> out.put(TaskIds.plan(of), new PlanExtraction(of.run().decisions()));
      case Reconciling on ->
          out.put(
              TaskIds.reconcile(of, on.cut()),
              new ReconcileCut(
                  on.cut(),
                  on.sourceRows(),
                  of.window() != null,
                  false,
                  of.run().replays().released()));
      case Probing on ->
          out.put(TaskIds.probes(of, on.verdict()), new RunProbes(on.verdict().cut()));
      case SendingLive on -> out.put(TaskIds.rehearseLive(of), new RehearseLive());
      case ArrivingLive on -> out.put(TaskIds.checkLiveArrival(of), new CheckLiveArrival());
      case Rechecking on ->
          out.put(
              TaskIds.recheck(of, on.verdict()),
              new RecheckSource(
                  on.verdict().extracted().entities(),
                  on.verdict().extracted().identitiesFrom(),
                  on.verdict().extracted().identitiesTo(),
                  of.run().budget().frozenAt()));
      case Committing on -> out.put(TaskIds.enable(of), new EnableTarget());
      case Purging on ->
          out.put(TaskIds.purge(of, on.purge().attempt()), new PurgeTarget(on.purge().reason()));
      case Returning on ->
          out.put(
              TaskIds.returnLive(of, of.window().returns()),
              new ReturnLive(of.window().from(), of.window().to()));
      case Thawing on -> out.put(TaskIds.thaw(of, on.attempt()), new ThawSource());
    }
  }

  private static RunStatements statements(PointOfRun at) {
    return new RunStatements(
        at.point(), at.cut(), at instanceof AfterLoad loaded ? loaded.sourceRows() : List.of());
  }

  private static void cuts(Migration of, Extraction extraction, Map<String, Task> out) {
    for (EntityPlan plan : extraction.plans()) {
      if (extraction.cut(plan.entity()) == CutProgress.DISPATCHED) {
        out.put(
            TaskIds.cut(of, plan.entity(), Extraction.CUT),
            new WriteCut(plan.entity(), Extraction.CUT, false));
      }
    }
  }

  private static void chunks(
      Migration before, Migration after, Extraction extraction, Map<String, Task> tasks) {
    int from = before.state() instanceof Copying on ? on.extraction().dispatched() : 0;
    boolean again = !after.run().holds().again().equals(before.run().holds().again());
    for (int index = 0; index < extraction.plans().size(); index++) {
      EntityPlan plan = extraction.plans().get(index);
      int first = extraction.first(index);
      int until = Math.min(plan.chunks(), extraction.dispatched() - first);
      for (int chunk = again ? 0 : Math.max(0, from - first); chunk < until; chunk++) {
        String id = TaskIds.chunk(after, plan.entity(), chunk);
        boolean isNew = first + chunk >= from;
        if (isNew
            || (extraction.isOut(plan.entity(), chunk)
                && !id.equals(TaskIds.chunk(before, plan.entity(), chunk)))) {
          tasks.put(id, chunk(extraction, plan, chunk));
        }
      }
    }
  }

  private static ExtractChunk chunk(Extraction extraction, EntityPlan plan, int chunk) {
    EntityPlan.Part part = plan.part(chunk);
    return new ExtractChunk(
        plan.entity(),
        chunk,
        part.above(),
        part.upTo(),
        part.merged(),
        extraction.snapshot(),
        extraction.identitiesFrom(),
        extraction.identitiesTo(),
        part.query());
  }

  private static DispatchedTask dispatched(String id, Task task, Migration of, Envelope event) {
    return new DispatchedTask(
        new TaskEnvelope(
            id,
            of.id(),
            of.request().customer(),
            of.run().number(),
            of.run().kind(),
            of.request().sourcePack(),
            of.request().targetPack(),
            event.occurredAt(),
            event.eventId()),
        task);
  }
}
