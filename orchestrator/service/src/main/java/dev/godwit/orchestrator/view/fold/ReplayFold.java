package dev.godwit.orchestrator.view.fold;

import dev.godwit.api.ReplayAnswer.State;
import dev.godwit.orchestrator.domain.common.EntityCount;
import dev.godwit.orchestrator.domain.event.ReplayEvent;
import dev.godwit.orchestrator.domain.event.ReplayEvent.ReplayCancelled;
import dev.godwit.orchestrator.domain.event.ReplayEvent.ReplayFailed;
import dev.godwit.orchestrator.domain.event.ReplayEvent.ReplayFinished;
import dev.godwit.orchestrator.domain.event.ReplayEvent.ReplayPaused;
import dev.godwit.orchestrator.domain.event.ReplayEvent.ReplayProgressed;
import dev.godwit.orchestrator.domain.event.ReplayEvent.ReplayResumed;
import dev.godwit.orchestrator.domain.event.ReplayEvent.ReplayStarted;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** Folds the replays of a run, for {@link RunFold}. Bounded: the newest replays are kept. */
final class ReplayFold {
  static final int KEPT = 20;

  private ReplayFold() {}

  static void apply(RunDocument run, ReplayEvent event, Instant at, String by) {
    switch (event) {
      case ReplayStarted e -> started(run, e, at, by);
      case ReplayProgressed e ->
          of(
              run,
              e.replay(),
              r -> {
                r.read = e.read();
                r.total = e.total();
              });
      case ReplayPaused e -> of(run, e.replay(), r -> r.state = State.PAUSED);
      case ReplayResumed e ->
          of(
              run,
              e.replay(),
              r -> {
                r.state = State.RUNNING;
                r.rate = e.rate();
              });
      case ReplayCancelled e -> of(run, e.replay(), r -> end(r, State.CANCELLED, at));
      case ReplayFinished e -> of(run, e.replay(), r -> finished(r, e, at));
      case ReplayFailed e ->
          of(
              run,
              e.replay(),
              r -> {
                end(r, State.FAILED, at);
                r.error = e.error();
                r.action = e.action();
              });
    }
  }

  private static void started(RunDocument run, ReplayStarted e, Instant at, String by) {
    ReplayDocument r = new ReplayDocument();
    r.replay = e.replay();
    r.stage = e.stage().name();
    r.selection = Selections.words(e.selection());
    r.rate = e.rate();
    r.by = by;
    r.why = e.why();
    r.startedAt = at;
    run.replays.addFirst(r);
    if (run.replays.size() > KEPT) {
      run.replays.removeLast();
    }
  }

  private static void finished(ReplayDocument r, ReplayFinished e, Instant at) {
    // The report of a cancelled or failed replay says what it did; it stays cancelled or failed.
    end(r, r.state.open() ? State.FINISHED : r.state, at);
    r.read = e.read();
    r.total = r.state == State.FINISHED ? Math.max(r.total, e.read()) : r.total;
    r.written = e.written();
    r.present = e.present();
    r.refused = e.refused();
    r.released = e.released().stream().mapToLong(EntityCount::rows).sum();
    r.missing = e.missing();
    r.unexpected = e.unexpected();
    r.changed = e.changed();
  }

  private static void end(ReplayDocument r, State state, Instant at) {
    r.state = state;
    r.endedAt = r.endedAt == null ? at : r.endedAt;
  }

  private static void of(RunDocument run, int number, Consumer<ReplayDocument> change) {
    Optional<ReplayDocument> found =
        run.replays.stream().filter(r -> r.replay == number).findFirst();
    found.ifPresent(change);
  }
}
