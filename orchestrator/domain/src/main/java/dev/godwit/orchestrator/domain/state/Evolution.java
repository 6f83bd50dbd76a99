package dev.godwit.orchestrator.domain.state;

import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.event.RequestEvent.CommandRejected;
import dev.godwit.orchestrator.domain.event.RequestEvent.MigrationPaused;
import dev.godwit.orchestrator.domain.event.RequestEvent.MigrationResumed;
import dev.godwit.orchestrator.domain.event.RequestEvent.ProgrammePaused;
import dev.godwit.orchestrator.domain.event.RequestEvent.ProgrammeResumed;
import dev.godwit.orchestrator.domain.event.RunEvent.CutStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.RunStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.StageRecovered;
import dev.godwit.orchestrator.domain.event.RunEvent.StageWaiting;
import dev.godwit.orchestrator.domain.event.RunEvent.VerdictReached;
import dev.godwit.orchestrator.domain.state.MigrationState.Active;
import dev.godwit.orchestrator.domain.state.MigrationState.Committed;
import dev.godwit.orchestrator.domain.state.MigrationState.Ending;
import dev.godwit.orchestrator.domain.state.MigrationState.Forward;
import dev.godwit.orchestrator.domain.state.MigrationState.Frozen;
import dev.godwit.orchestrator.domain.state.MigrationState.Idle;
import dev.godwit.orchestrator.domain.state.MigrationState.Passing;
import dev.godwit.orchestrator.domain.state.MigrationState.Planning;
import dev.godwit.orchestrator.domain.task.DispatchedTask;
import java.util.ArrayList;
import java.util.List;

/**
 * The fold: a migration and an event give the migration after it, and the tasks that follow.
 *
 * <p>Contract: a function of its arguments alone. {@link #evolve} is what a rebuild calls; {@link
 * #react} is for whoever has just decided the event, and calling it on a rebuild would hand out
 * every task again. An event that cannot follow is refused with {@link ImpossibleEventException}.
 *
 * <p>After the commit a verdict ends what was waited for: all stages have worked, and a process
 * that was restarted meanwhile never says that what it waited for is back. Where a history says so
 * after the verdict, nothing changes.
 */
public final class Evolution {
  private Evolution() {}

  /** The migration after one of its own events. */
  public static Migration evolve(Migration before, Recorded recorded) {
    return step(before, recorded).after();
  }

  /** The tasks that follow from one of the migration's own events. */
  public static List<DispatchedTask> react(Migration before, Recorded recorded) {
    return step(before, recorded).tasks();
  }

  /** Both at once. */
  public static Step step(Migration before, Recorded recorded) {
    long sequence = recorded.envelope().sequence();
    if (sequence != before.sequence() + 1) {
      throw ImpossibleEventException.outOfOrder(before.id(), before.sequence() + 1, recorded);
    }
    return HandOut.from(
        move(settled(before, recorded), recorded).at(sequence), recorded.envelope());
  }

  /** What an event of the programme does to a migration. */
  public static Step programme(Migration before, Recorded recorded) {
    return switch (recorded.event()) {
      case ProgrammePaused paused -> new Step(settled(before).programmePaused(true), List.of());
      case ProgrammeResumed resumed ->
          HandOut.from(resumed(settled(before), recorded), recorded.envelope());
      default -> new Step(before, List.of());
    };
  }

  /** The time that a cut may take begins anew: a pause holds its tasks back. */
  private static Migration resumed(Migration before, Recorded recorded) {
    Migration after = before.programmePaused(false);
    return before.state() instanceof Committed on && on.cutAt() != null
        ? after.with(on.cutAt(recorded.envelope().occurredAt()))
        : after;
  }

  private static Migration settled(Migration before, Recorded recorded) {
    return recorded.event() instanceof CutStarted ? before : settled(before);
  }

  /**
   * The migration as it is for whoever decides. A live run that was frozen before live engagement
   * was followed has no window: its history goes from the freeze to the plan, whose task was handed
   * out with the freeze's answer unless a pause held it back.
   */
  public static Migration settled(Migration before) {
    if (!(before.state() instanceof Frozen on)) {
      return before;
    }
    boolean issued = !before.paused() && !before.programmePaused();
    return before.with(new Planning(on.run(), on.assessment(), issued));
  }

  private static Migration move(Migration before, Recorded recorded) {
    Event event = recorded.event();
    if (before.state() instanceof Passing) {
      return before.with(state(before, recorded));
    }
    return switch (event) {
      case CommandRejected rejected -> before;
      case MigrationPaused paused when before.state() instanceof Active && !before.paused() ->
          before.paused(true);
      case MigrationResumed resumed when before.paused() -> before.paused(false);
      case StageWaiting waiting
          when before.state() instanceof Active || before.state() instanceof Committed ->
          waiting(before, new Waiting(waiting.stage(), waiting.waitingFor()));
      case StageRecovered back
          when before.waiting().contains(new Waiting(back.stage(), back.waitedFor())) ->
          recovered(before, new Waiting(back.stage(), back.waitedFor()));
      case VerdictReached verdict when before.state() instanceof Committed ->
          before.with(state(before, recorded)).waiting(List.of(), 0);
      case StageRecovered late when before.state() instanceof Committed -> before;
      case RunStarted started ->
          before.beginning(recorded.envelope().run(), RunMoves.begin(before, started, recorded));
      default -> before.with(state(before, recorded));
    };
  }

  private static MigrationState state(Migration before, Recorded recorded) {
    return switch (before.state()) {
      case Idle idle -> IdleMoves.move(before, idle, recorded);
      case Forward forward -> RunMoves.move(before, forward, recorded);
      case Ending ending -> EndMoves.move(before, ending, recorded);
    };
  }

  private static Migration waiting(Migration before, Waiting one) {
    List<Waiting> all = new ArrayList<>(before.waiting());
    all.add(one);
    return before.waiting(all, before.waits() + 1);
  }

  private static Migration recovered(Migration before, Waiting one) {
    List<Waiting> all = new ArrayList<>(before.waiting());
    all.remove(one);
    return before.waiting(all, before.waits());
  }
}
