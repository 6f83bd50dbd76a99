package dev.godwit.orchestrator.domain.event;

import dev.godwit.orchestrator.domain.common.QuarantineCount;
import dev.godwit.orchestrator.domain.common.TableCount;
import java.util.List;

/** How a run ends that does not commit: refused, abandoned, purged, returned, thawed. */
public sealed interface EndingEvent extends Event {
  /**
   * A live run ended before anything was frozen or written; the rows of the target were not
   * touched, and the approval stands.
   *
   * @param reasons why, one sentence each
   * @param nextStep what to do next
   */
  record RunRefused(List<String> reasons, String nextStep) implements EndingEvent {
    public RunRefused {
      reasons = List.copyOf(reasons);
    }
  }

  /**
   * The run cannot go on but another one can: its target is purged and a new run begins.
   *
   * @param reason why, e.g. the snapshot was lost with the process that held it
   */
  record RunAbandoned(String reason) implements EndingEvent {}

  /**
   * Intent: stop loading, purge, prove empty, thaw.
   *
   * @param reason why
   * @param cause COMMAND, STAGE_FAILED, VERDICT, REFUSED or FREEZE_BUDGET
   * @param firstFailure the first failing record or statement, without content; empty where there
   *     is none
   * @param nextStep what to do next
   */
  record RollbackStarted(String reason, String cause, String firstFailure, String nextStep)
      implements EndingEvent {}

  /**
   * Intent: the run's rows are about to be purged from the target, and loading of the run is closed
   * for ever.
   *
   * @param reason why
   * @param purpose what follows the purge: REHEARSAL_PASSED, REHEARSAL_FAILED, CANCEL, RETRY or
   *     ROLLBACK
   * @param findings with REHEARSAL_PASSED, findings about whole entities that a live run will need
   *     waived by name
   */
  record PurgeStarted(String reason, String purpose, List<QuarantineCount> findings)
      implements EndingEvent {
    public PurgeStarted {
      findings = List.copyOf(findings);
    }

    /** A purge without findings. */
    public PurgeStarted(String reason, String purpose) {
      this(reason, purpose, List.of());
    }
  }

  /**
   * The target was purged and counted.
   *
   * @param deleted rows deleted by table
   * @param left rows that are still there by table, counted after the purge; all zero where it is
   *     proved empty
   */
  record TargetPurged(List<TableCount> deleted, List<TableCount> left) implements EndingEvent {
    public TargetPurged {
      deleted = List.copyOf(deleted);
      left = List.copyOf(left);
    }
  }

  /**
   * Intent: the live events between the two cuts are about to be returned to the source.
   *
   * @param fromOffsets offset of the opening cut by partition of the live topic
   * @param toOffsets offset of the closing cut by partition of the live topic
   */
  record ReturnStarted(List<Long> fromOffsets, List<Long> toOffsets) implements EndingEvent {
    public ReturnStarted {
      fromOffsets = List.copyOf(fromOffsets);
      toOffsets = List.copyOf(toOffsets);
    }
  }

  /**
   * The source has every live event of the run that it can have.
   *
   * @param received live events between the two cuts
   * @param returned those returned to the source
   * @param kept those that the source wrote itself
   * @param duplicates those that it held already, or that came more than once
   * @param quarantined those that could not be returned to it
   */
  record LiveReturned(long received, long returned, long kept, long duplicates, long quarantined)
      implements EndingEvent {}

  /** Intent: the source is about to be re-enabled. */
  record ThawStarted() implements EndingEvent {}

  /** The source takes writes of the customer again; asked back, it said so. */
  record SourceThawed() implements EndingEvent {}

  /**
   * The rehearsal reconciled, was purged and proved empty.
   *
   * @param findings quarantine, and findings about whole entities, that a live run will need waived
   * @param sourceFingerprint source pack that was rehearsed
   * @param targetFingerprint target pack that was rehearsed
   */
  record RehearsalPassed(
      List<QuarantineCount> findings, String sourceFingerprint, String targetFingerprint)
      implements EndingEvent {
    public RehearsalPassed {
      findings = List.copyOf(findings);
    }
  }

  /**
   * The rehearsal did not reconcile, or could not be carried out; staging is purged.
   *
   * @param reasons why, one sentence each
   */
  record RehearsalFailed(List<String> reasons) implements EndingEvent {
    public RehearsalFailed {
      reasons = List.copyOf(reasons);
    }
  }

  /**
   * The target holds no row of the customer, and the source is enabled.
   *
   * @param reason why it was rolled back
   * @param firstFailure the first failing record or statement, without content
   * @param nextStep what to do next
   */
  record MigrationRolledBack(String reason, String firstFailure, String nextStep)
      implements EndingEvent {}

  /**
   * Nobody needs the customer's records in the topics any longer: they are deleted as soon as no
   * other customer's records stand before them.
   *
   * @param why the reason that its author gave
   */
  record CustomerForgotten(String why) implements EndingEvent {}
}
