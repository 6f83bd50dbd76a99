package dev.godwit.orchestrator.domain.state;

import dev.godwit.orchestrator.domain.common.EntityCount;
import dev.godwit.orchestrator.domain.event.RunEvent.StageFailed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Where a migration stands. Each state carries what is known in it and nothing else; which event
 * leads from which state to which is written in {@link Evolution}.
 *
 * <p>A field {@code issued} says whether the tasks of the state were handed out: a pause holds them
 * back, and the end of the pause hands out exactly those that were not.
 */
public sealed interface MigrationState {

  /** No run is on. */
  sealed interface Idle extends MigrationState {}

  /** A run is on. */
  sealed interface Active extends MigrationState {
    /** The run. */
    Run run();
  }

  /** An active state from which the run can still reach its goal. */
  sealed interface Forward extends Active {}

  /** An active state in which the run's rows are purged, or the old system is given back. */
  sealed interface Ending extends Active {}

  /**
   * An active state that stands only between two events of one decision; nothing but what decides
   * on from it can follow.
   */
  sealed interface Passing extends Active {}

  /** Nobody asked for this customer yet. */
  record Unrequested() implements Idle {}

  /** Asked for; no valid rehearsal. */
  record Requested(Request request) implements Idle {}

  /** A rehearsal passed. */
  record Rehearsed(Request request, Rehearsal rehearsal) implements Idle {}

  /** The live run is allowed. */
  record Approved(Request request, Permit permit) implements Idle {}

  /** A live run went back: the new system holds nothing, the old one is enabled. */
  record RolledBack(Request request, String reason) implements Idle {}

  /** Given up before anything was frozen. */
  record Cancelled(Request request) implements Idle {}

  /**
   * The new system is enabled. There is no way on or back; live engagement goes on for ever.
   *
   * @param run the run that was committed
   * @param cut the reconciled cut it was committed at
   * @param sourceRows rows counted in the source snapshot
   * @param committedAt when it was committed
   * @param asked the last cut that a verdict was asked at
   * @param progress how far that verdict has gone
   * @param cutAt when the last cut was asked for, or the programme resumed since; null where none
   *     was after the commit
   * @param alarm what the last alarm said; empty where there was none, or a reconciled verdict
   *     since
   * @param overdueCut the last cut of which an alarm said that its verdict takes too long; 0 where
   *     none did
   * @param failing whether a stage failed that the last cut does not wait for, and its alarm
   *     follows
   */
  record Committed(
      Run run,
      int cut,
      List<EntityCount> sourceRows,
      Instant committedAt,
      int asked,
      VerdictProgress progress,
      Instant cutAt,
      String alarm,
      int overdueCut,
      boolean failing)
      implements Idle {
    public Committed {
      sourceRows = List.copyOf(sourceRows);
    }

    static Committed by(Run run, Verdict verdict, int cut, Instant at) {
      return new Committed(
          run,
          cut,
          verdict.sourceRows(),
          at,
          verdict.cut(),
          VerdictProgress.NONE,
          null,
          "",
          0,
          false);
    }

    /** Whether another cut may be taken. */
    public boolean mayCut() {
      return run.window() != null && run.window().isIdle() && progress == VerdictProgress.NONE;
    }

    /** Whether the verdict of the last cut takes longer than it may, and no alarm said so. */
    public boolean isOverdue(Instant now, Duration within) {
      return cutAt != null
          && !mayCut()
          && overdueCut < run.window().cut()
          && !now.isBefore(cutAt.plus(within));
    }

    Committed with(LiveWindow now) {
      return with(run.with(now));
    }

    Committed with(Run now) {
      return new Committed(
          now, cut, sourceRows, committedAt, asked, progress, cutAt, alarm, overdueCut, failing);
    }

    Committed with(VerdictProgress now) {
      return new Committed(
          run, cut, sourceRows, committedAt, asked, now, cutAt, alarm, overdueCut, failing);
    }

    Committed asking(int now) {
      return new Committed(
          run,
          cut,
          sourceRows,
          committedAt,
          now,
          VerdictProgress.STARTED,
          cutAt,
          alarm,
          overdueCut,
          failing);
    }

    Committed cutAt(Instant now) {
      return new Committed(
          run, cut, sourceRows, committedAt, asked, progress, now, alarm, overdueCut, failing);
    }

    Committed withFailure() {
      return alarmed(alarm, overdueCut, true);
    }

    /** An alarm while a cut is out is about that cut, unless a stage failed just before. */
    Committed alarmed(String now) {
      return alarmed(now, mayCut() || failing ? overdueCut : run.window().cut(), false);
    }

    Committed settled() {
      return alarmed("", overdueCut, failing);
    }

    private Committed alarmed(String now, int overdue, boolean follows) {
      return new Committed(
          run, cut, sourceRows, committedAt, asked, progress, cutAt, now, overdue, follows);
    }
  }

  /**
   * Both systems are looked at.
   *
   * @param sourceFingerprint null until the old system's answer is in
   * @param sourceRows empty until the old system's answer is in
   * @param target null until the new system's answer is in
   */
  record Assessing(
      Run run,
      String sourceFingerprint,
      List<EntityCount> sourceRows,
      TargetLook target,
      boolean issued)
      implements Forward {
    public Assessing {
      sourceRows = List.copyOf(sourceRows);
    }
  }

  /** Both answers are in; the gate decides within the same decision. */
  record Assessed(Run run, Assessment assessment) implements Forward, Passing {}

  /**
   * The run's target is being prepared. A live run does not go back before the answer is in: only a
   * target that was prepared, and so was empty, holds nothing but this run's rows.
   *
   * @param trouble what failed meanwhile, so that a live run goes back with the answer; null where
   *     nothing did
   */
  record Preparing(Run run, Assessment assessment, boolean issued, StageFailed trouble)
      implements Forward {}

  /** Live only: prepared; the freeze is intended within the same decision. */
  record Prepared(Run run, Assessment assessment) implements Forward, Passing {}

  /** Live only: the old system is being frozen. */
  record Freezing(Run run, Assessment assessment, boolean issued) implements Forward {}

  /**
   * Live only: frozen; the window for live engagement is intended within the same decision. In a
   * history of before live engagement was followed anything else comes next, see {@link Evolution}.
   */
  record Frozen(Run run, Assessment assessment) implements Forward, Passing {}

  /** Live only: the cut that opens the window is being written. */
  record Opening(Run run, Assessment assessment) implements Forward {}

  /** The snapshot is being opened and cut into chunks. */
  record Planning(Run run, Assessment assessment, boolean issued) implements Forward {}

  /** Chunks and cuts are on their way. */
  record Copying(Run run, Assessment assessment, Extraction extraction) implements Forward {}

  /** All cuts stand; the verdict is awaited. */
  record Reconciling(
      Run run, Assessment assessment, List<EntityCount> sourceRows, int cut, boolean issued)
      implements Forward {
    public Reconciling {
      sourceRows = List.copyOf(sourceRows);
    }
  }

  /** The verdict is in; the gate decides within the same decision. */
  record Judged(Run run, Assessment assessment, Verdict verdict) implements Forward, Passing {}

  /** Live only: reconciled, but a gate is closed. */
  record Held(Run run, Assessment assessment, Verdict verdict, List<String> reasons)
      implements Forward {
    public Held {
      reasons = List.copyOf(reasons);
    }

    /** Whether another cut of live engagement may be taken. */
    public boolean mayCut() {
      return run.window() != null && run.window().isIdle();
    }

    /** Whether a cut of live engagement is on its way to a verdict of its own. */
    public boolean isBeingCut() {
      return run.window() != null && !run.window().isIdle();
    }
  }

  /** Live only: the new system is being enabled. */
  record Committing(Run run, Verdict verdict, boolean issued) implements Forward {}

  /** The run cannot go on but another can; its purge is intended within the same decision. */
  record Abandoned(Run run, String reason) implements Ending, Passing {}

  /**
   * Live only: the way back is decided; its purge is intended within the same decision.
   *
   * @param purges how often a purge of this run was asked for already
   */
  record RollingBack(Run run, Rollback rollback, int purges) implements Ending, Passing {}

  /**
   * The run's rows are being purged.
   *
   * @param stuck the purge failed, or left rows: somebody has to ask for it again
   */
  record Purging(Run run, Purge purge, boolean issued, boolean stuck) implements Ending {}

  /**
   * Proved empty. Live: waits for the answer of a freeze or of a cut that was still out, and for
   * the cut that closes the window.
   */
  record Purged(Run run, Purge purge) implements Ending {}

  /**
   * Live only: the old system is given the live events of the run.
   *
   * @param stuck the return failed: somebody has to ask for it again
   */
  record Returning(Run run, Purge purge, boolean issued, boolean stuck) implements Ending {}

  /**
   * The old system is being thawed.
   *
   * @param attempt 1, and one more for each time it was asked for again
   * @param stuck the thaw failed: somebody has to ask for it again
   */
  record Thawing(Run run, Rollback rollback, int attempt, boolean issued, boolean stuck)
      implements Ending {}

  /** The old system is enabled; the end follows within the same decision. */
  record Thawed(Run run, Rollback rollback) implements Ending, Passing {}
}
