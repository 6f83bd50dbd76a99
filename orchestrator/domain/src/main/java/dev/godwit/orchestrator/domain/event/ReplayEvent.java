package dev.godwit.orchestrator.domain.event;

import dev.godwit.orchestrator.domain.common.EntityCount;
import dev.godwit.orchestrator.domain.common.ReplaySelection;
import dev.godwit.orchestrator.domain.common.Stage;
import java.util.List;

/** A stage reads records of a held or committed run again and does what is missing. */
public sealed interface ReplayEvent extends Event {
  /** Number of the replay in its run, from 1. */
  int replay();

  /**
   * A stage reads records of the run again.
   *
   * @param replay number of the replay in its run, from 1
   * @param stage the stage
   * @param selection which records
   * @param rate at most so many records a second; 0 for no limit
   * @param why the reason that its author gave
   * @param decisions offsets in migration.commands.v1 of the decisions that hold, in their order
   */
  record ReplayStarted(
      int replay,
      Stage stage,
      ReplaySelection selection,
      int rate,
      String why,
      List<Long> decisions)
      implements ReplayEvent {
    public ReplayStarted {
      decisions = List.copyOf(decisions);
    }
  }

  /**
   * A replay has read a further tenth of its records.
   *
   * @param replay number of the replay
   * @param read records of the selection that were read
   * @param total records of the selection, as counted at its begin
   */
  record ReplayProgressed(int replay, long read, long total) implements ReplayEvent {}

  /**
   * A replay reads no further record until it is resumed or cancelled.
   *
   * @param replay number of the replay
   */
  record ReplayPaused(int replay) implements ReplayEvent {}

  /**
   * A replay continues.
   *
   * @param replay number of the replay
   * @param rate at most so many records a second; 0 for no limit
   */
  record ReplayResumed(int replay, int rate) implements ReplayEvent {}

  /**
   * A replay ends where it is; what it did stays. {@link ReplayFinished} says what that was, once
   * its stage has stopped.
   *
   * @param replay number of the replay
   * @param why the reason that its author gave
   */
  record ReplayCancelled(int replay, String why) implements ReplayEvent {}

  /**
   * A replay has read all records of its selection, or those that it read before it was cancelled
   * or failed.
   *
   * @param replay number of the replay
   * @param read records of the selection that were read
   * @param written records that were missing and are written now, those released from quarantine
   *     included
   * @param present records of which nothing was missing
   * @param refused records that are in quarantine still, or again
   * @param released records that left the quarantine, by entity
   * @param missing validate: keys that the target lacks
   * @param unexpected validate: keys that only the target has
   * @param changed validate: keys whose fields differ
   */
  record ReplayFinished(
      int replay,
      long read,
      long written,
      long present,
      long refused,
      List<EntityCount> released,
      long missing,
      long unexpected,
      long changed)
      implements ReplayEvent {
    public ReplayFinished {
      released = List.copyOf(released);
    }
  }

  /**
   * A replay ended on a failure; what it did stays, and it can be started again.
   *
   * @param replay number of the replay
   * @param error what happened, without a row's content
   * @param action what to do
   */
  record ReplayFailed(int replay, String error, String action) implements ReplayEvent {}
}
