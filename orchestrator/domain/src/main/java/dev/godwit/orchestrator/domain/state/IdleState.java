package dev.godwit.orchestrator.domain.state;

import dev.godwit.orchestrator.domain.common.EntityCount;
import dev.godwit.orchestrator.domain.common.Waiver;
import dev.godwit.orchestrator.domain.state.ForwardState.Assessing;
import dev.godwit.orchestrator.domain.state.Run.Approval;
import dev.godwit.orchestrator.domain.state.Run.Permit;
import dev.godwit.orchestrator.domain.state.Run.Rehearsal;
import java.time.Instant;
import java.util.List;

/** No run is on. A committed migration is idle too: nothing leads on from it. */
public sealed interface IdleState extends MigrationState {
  /** A request without a run that is on, which may be rehearsed and cancelled. */
  sealed interface Rehearsable extends IdleState {
    default Assessing started() {
      return Assessing.BEGUN;
    }

    default Cancelled cancelled() {
      return new Cancelled();
    }
  }

  /** Without any request. */
  record Unrequested() implements IdleState {
    Requested requested() {
      return new Requested();
    }
  }

  /** Requested, without a valid rehearsal. */
  record Requested() implements Rehearsable {}

  /** A rehearsal passed. */
  record Rehearsed(Rehearsal rehearsal) implements Rehearsable {
    Approved approved(Approval approval) {
      return new Approved(new Permit(rehearsal, approval));
    }
  }

  /** The live run is allowed. */
  record Approved(Permit permit) implements Rehearsable {
    Approved waived(List<Waiver> more) {
      return new Approved(permit.and(more));
    }
  }

  /** A live run rolled back: the target holds nothing, the source is enabled. */
  record RolledBack(String reason) implements Rehearsable {}

  /** Given up before anything was frozen. */
  record Cancelled() implements IdleState {
    Requested requested() {
      return new Requested();
    }
  }

  /**
   * The target is enabled. The run cannot roll back; its live engagement goes on for ever.
   *
   * @param cut the reconciled cut of the commit
   * @param sourceRows rows counted in the source snapshot
   * @param committedAt time of the commit
   * @param asked the last cut at which a verdict was asked for
   * @param progress how far that verdict has gone
   * @param cutAt when the last cut was asked for, or the programme resumed since; null where none
   *     was after the commit
   * @param alarm reason of the last alarm; empty where there was none, or a reconciled verdict
   *     since
   * @param overdueCut the last cut of which an alarm said that its verdict takes too long; 0 where
   *     none did
   * @param failing whether a stage failed that the last cut does not wait for, and its alarm
   *     follows
   */
  record Committed(
      int cut,
      List<EntityCount> sourceRows,
      Instant committedAt,
      int asked,
      VerdictProgress progress,
      Instant cutAt,
      String alarm,
      int overdueCut,
      boolean failing)
      implements IdleState {

    /** How far a verdict after the commit has gone. */
    public enum VerdictProgress {
      /** None is asked for. */
      NONE,
      /** It is intended; its task is not dispatched yet. */
      STARTED,
      /** The task is dispatched and not answered. */
      DISPATCHED
    }

    public Committed {
      sourceRows = List.copyOf(sourceRows);
    }

    /** Whether a verdict was asked for and is not answered. */
    public boolean isJudging() {
      return progress != VerdictProgress.NONE;
    }

    Committed with(VerdictProgress now) {
      return judging(asked, now);
    }

    /** A verdict is asked for at a cut. */
    Committed asking(int at) {
      return judging(at, VerdictProgress.STARTED);
    }

    private Committed judging(int at, VerdictProgress now) {
      return new Committed(
          cut, sourceRows, committedAt, at, now, cutAt, alarm, overdueCut, failing);
    }

    Committed cutAt(Instant now) {
      return new Committed(
          cut, sourceRows, committedAt, asked, progress, now, alarm, overdueCut, failing);
    }

    /** A stage failed; the alarm about it follows. */
    Committed withFailure() {
      return alarmed(alarm, overdueCut, true);
    }

    /** An alarm while a cut is out is about that cut, unless a stage failed just before. */
    Committed alarmed(String reason, boolean cutIsOut, int lastCut) {
      return alarmed(reason, cutIsOut && !failing ? lastCut : overdueCut, false);
    }

    /** A verdict was reconciled. */
    Committed reconciled() {
      return alarmed("", overdueCut, failing);
    }

    private Committed alarmed(String now, int overdue, boolean follows) {
      return new Committed(
          cut, sourceRows, committedAt, asked, progress, cutAt, now, overdue, follows);
    }
  }
}
