package dev.godwit.orchestrator.domain.state;

import dev.godwit.orchestrator.domain.state.MigrationState.Active;
import dev.godwit.orchestrator.domain.state.MigrationState.Committed;
import dev.godwit.orchestrator.domain.state.MigrationState.Held;
import dev.godwit.orchestrator.domain.state.MigrationState.Unrequested;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Everything known about moving one customer: the fold of its events. Immutable.
 *
 * @param id id of the migration, which is the customer's id in the old system
 * @param sequence sequence of its last event, 0 where it has none
 * @param runs number of its runs so far
 * @param paused whether somebody paused it
 * @param programmePaused whether the programme is paused
 * @param waiting stages of its run that wait for something outside
 * @param waits how many waits of its run were recorded; after the commit, since the last verdict
 * @param state where it stands
 */
public record Migration(
    String id,
    long sequence,
    int runs,
    boolean paused,
    boolean programmePaused,
    List<Waiting> waiting,
    int waits,
    MigrationState state) {
  public Migration {
    waiting = List.copyOf(waiting);
  }

  /** A migration without history. */
  public static Migration unrequested(String id, boolean programmePaused) {
    return new Migration(id, 0, 0, false, programmePaused, List.of(), 0, new Unrequested());
  }

  /** The run that is on, or whose live engagement goes on after its commit; null where none. */
  public Run run() {
    return switch (state) {
      case Active active -> active.run();
      case Committed committed -> committed.run();
      default -> null;
    };
  }

  /** Whether a cut of live engagement can be taken now. */
  public boolean mayCut() {
    return switch (state) {
      case Held held -> held.mayCut();
      case Committed committed -> committed.mayCut();
      default -> false;
    };
  }

  /**
   * Whether the verdict of a cut after the commit takes longer than it may, and no alarm said so.
   */
  public boolean isOverdue(Instant now, Duration within) {
    return state instanceof Committed on && on.isOverdue(now, within);
  }

  Migration at(long now) {
    return new Migration(id, now, runs, paused, programmePaused, waiting, waits, state);
  }

  Migration with(MigrationState now) {
    if (state instanceof Active && !(now instanceof Active)) {
      return new Migration(id, sequence, runs, false, programmePaused, List.of(), 0, now);
    }
    return new Migration(id, sequence, runs, paused, programmePaused, waiting, waits, now);
  }

  Migration beginning(int run, MigrationState now) {
    return new Migration(id, sequence, run, paused, programmePaused, List.of(), 0, now);
  }

  Migration paused(boolean now) {
    return new Migration(id, sequence, runs, now, programmePaused, waiting, waits, state);
  }

  Migration programmePaused(boolean now) {
    return new Migration(id, sequence, runs, paused, now, waiting, waits, state);
  }

  Migration waiting(List<Waiting> now, int count) {
    return new Migration(id, sequence, runs, paused, programmePaused, now, count, state);
  }
}
