package dev.godwit.orchestrator.domain.state;

import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.event.ReplayEvent;
import dev.godwit.orchestrator.domain.event.ReplayEvent.ReplayStarted;
import dev.godwit.orchestrator.domain.state.ForwardState.Held;
import dev.godwit.orchestrator.domain.state.IdleState.Committed;
import dev.godwit.orchestrator.domain.state.Replays.Progress;
import dev.godwit.orchestrator.domain.state.Replays.Replay;

/**
 * The transitions of a replay. It is under way in a held or committed run alone: the run does not
 * go on before its end, and one that is rolled back ends it.
 */
final class ReplayTransitions extends Transitions {
  ReplayTransitions(Migration before, Recorded recorded) {
    super(before, recorded);
  }

  Migration after(ReplayEvent event) {
    require(before.state() instanceof Held || before.state() instanceof Committed);
    Replays replays = run().replays();
    return before.with(
        run()
            .with(
                switch (event) {
                  case ReplayStarted e -> started(e, replays);
                  case ReplayEvent.ReplayProgressed e -> {
                    Replay on = current(e);
                    require(on.dispatched() && !on.isCancelled() && e.read() > on.read());
                    yield replays.with(on.with(e.read()));
                  }
                  case ReplayEvent.ReplayPaused e -> {
                    Replay on = current(e);
                    require(on.progress() == Progress.RUNNING);
                    yield replays.with(on.with(Progress.PAUSED, on.rate()));
                  }
                  case ReplayEvent.ReplayResumed e -> {
                    Replay on = current(e);
                    require(!on.isCancelled());
                    yield replays.with(on.with(Progress.RUNNING, e.rate()));
                  }
                  case ReplayEvent.ReplayCancelled e -> {
                    Replay on = current(e);
                    require(!on.isCancelled());
                    yield on.dispatched()
                        ? replays.with(on.with(Progress.CANCELLED, on.rate()))
                        : replays.ended();
                  }
                  case ReplayEvent.ReplayFinished e -> {
                    require(replays.awaits(e.replay()));
                    yield replays.finished(e);
                  }
                  case ReplayEvent.ReplayFailed e -> {
                    require(current(e).dispatched());
                    yield replays.withFailure();
                  }
                }));
  }

  private Replays started(ReplayStarted event, Replays replays) {
    require(
        (isSecond(event) ? before.mayGoOnReplaying() : before.mayReplay())
            && event.replay() == replays.last() + 1
            && !(before.state() instanceof Committed
                && event.stage() == Stage.TRANSFORM
                && !event.selection().dependants()));
    return replays.started(event);
  }

  /** The load of a redrive begins with the end of its transformation. */
  private static boolean isSecond(ReplayStarted event) {
    return event.selection().dependants() && event.stage() == Stage.LOAD;
  }

  private Replay current(ReplayEvent event) {
    Replays replays = run().replays();
    require(replays.isCurrent(event.replay()));
    return replays.current();
  }
}
