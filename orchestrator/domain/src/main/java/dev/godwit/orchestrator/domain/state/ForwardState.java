package dev.godwit.orchestrator.domain.state;

import static dev.godwit.orchestrator.domain.state.Purge.Purpose.REHEARSAL_PASSED;

import dev.godwit.orchestrator.domain.common.EntityCount;
import dev.godwit.orchestrator.domain.common.QuarantineCount;
import dev.godwit.orchestrator.domain.common.SqlPoint;
import dev.godwit.orchestrator.domain.common.TableCount;
import dev.godwit.orchestrator.domain.event.EndingEvent.PurgeStarted;
import dev.godwit.orchestrator.domain.event.EndingEvent.RollbackStarted;
import dev.godwit.orchestrator.domain.event.ProbeEvent.ProbesMeasured;
import dev.godwit.orchestrator.domain.event.RunEvent.ExtractionPlanned;
import dev.godwit.orchestrator.domain.event.RunEvent.StageFailed;
import dev.godwit.orchestrator.domain.event.RunEvent.VerdictReached;
import dev.godwit.orchestrator.domain.state.EndingState.Abandoned;
import dev.godwit.orchestrator.domain.state.EndingState.Purging;
import dev.godwit.orchestrator.domain.state.EndingState.RollingBack;
import dev.godwit.orchestrator.domain.state.IdleState.Approved;
import dev.godwit.orchestrator.domain.state.IdleState.Cancelled;
import dev.godwit.orchestrator.domain.state.IdleState.Committed;
import dev.godwit.orchestrator.domain.state.IdleState.Requested;
import dev.godwit.orchestrator.domain.state.MigrationState.Passing;
import dev.godwit.orchestrator.domain.state.MigrationState.Tasked;
import dev.godwit.orchestrator.domain.state.PointOfRun.AfterLoad;
import dev.godwit.orchestrator.domain.state.Run.Assessment;
import dev.godwit.orchestrator.domain.state.Run.Permit;
import dev.godwit.orchestrator.domain.state.Run.Rehearsal;
import java.time.Instant;
import java.util.List;

/** A run is on that can still reach its goal. */
public sealed interface ForwardState extends MigrationState.Active {
  /** A forward state in which a decision can roll the run back. */
  sealed interface Reversible extends ForwardState {
    default RollingBack rollingBack(RollbackStarted event) {
      return RollingBack.after(event, 0);
    }
  }

  /**
   * A forward state in which the customer of a live run is frozen, and in which a failure holds the
   * run rather than ends it.
   */
  sealed interface Holdable extends Reversible {}

  /** A forward state of a run whose rows are purged at once where it ends. */
  sealed interface Purgeable extends Reversible {
    default Purging purging(Purge purge) {
      return new Purging(purge, false);
    }
  }

  /** A forward state in which the run has frozen and written nothing, so that it simply ends. */
  sealed interface Unwritten extends Reversible {
    default Approved refused(Permit permit) {
      return new Approved(permit);
    }

    default Requested failed() {
      return new Requested();
    }
  }

  /**
   * Source and target are assessed.
   *
   * @param sourceFingerprint null until the source's answer is in
   * @param sourceRows empty until the source's answer is in
   * @param targetFingerprint null until the target's answer is in
   * @param leftovers tables of the target with rows of the customer; empty until its answer is in
   * @param points points at which the target pack has SQL; empty until its answer is in
   * @param probes number of probes of the target pack; 0 until its answer is in
   */
  record Assessing(
      String sourceFingerprint,
      List<EntityCount> sourceRows,
      String targetFingerprint,
      List<TableCount> leftovers,
      List<SqlPoint> points,
      int probes)
      implements Unwritten, Tasked {
    static final Assessing BEGUN = new Assessing(null, List.of(), null, List.of(), List.of(), 0);

    public Assessing {
      sourceRows = List.copyOf(sourceRows);
      leftovers = List.copyOf(leftovers);
      points = List.copyOf(points);
    }

    /** The same state with the source's answer. */
    public Assessing withSource(String fingerprint, List<EntityCount> rows) {
      return new Assessing(fingerprint, rows, targetFingerprint, leftovers, points, probes);
    }

    /** The same state with the target's answer. */
    public Assessing withTarget(
        String fingerprint, List<TableCount> rows, List<SqlPoint> sqlPoints, int count) {
      return new Assessing(
          sourceFingerprint, sourceRows, fingerprint, Assessment.withRows(rows), sqlPoints, count);
    }

    Assessed assessed() {
      return new Assessed();
    }

    Cancelled cancelled() {
      return new Cancelled();
    }
  }

  /** Both answers are in; the gate decides within the same decision. */
  record Assessed() implements Unwritten, Passing {
    Preparing preparing() {
      return new Preparing(null);
    }
  }

  /**
   * The run's target is being prepared. A live run does not roll back before the answer is in: only
   * a target that was prepared, and so was empty, holds nothing but this run's rows.
   *
   * @param trouble the failure meanwhile, for which a live run rolls back with the answer; null
   *     where nothing failed
   */
  record Preparing(StageFailed trouble) implements Unwritten, Purgeable, Tasked {
    Preparing failed(StageFailed failure) {
      return new Preparing(failure);
    }

    /** The freeze of a live run is next, or the SQL of a rehearsal. */
    Prepared prepared() {
      return new Prepared();
    }

    /** Rehearsal only: nothing is frozen. */
    Planning preparedStaging() {
      return new Planning();
    }

    Cancelled cancelled() {
      return new Cancelled();
    }
  }

  /**
   * Prepared; within the same decision is intended the freeze of a live run, or the SQL that the
   * pack of a rehearsal has before the load.
   */
  record Prepared() implements Reversible, Passing {
    Freezing freezing() {
      return new Freezing();
    }
  }

  /**
   * The loader runs the SQL that the target pack has for a point of the run.
   *
   * @param at the point
   */
  record RunningSql(PointOfRun at) implements Purgeable, Holdable, Tasked {}

  /** The SQL after the load was run; the verdict is asked for within the same decision. */
  record Loaded(AfterLoad at) implements ForwardState, Passing {
    Reconciling reconciling() {
      return new Reconciling(at.sourceRows(), at.extracted(), at.cut());
    }
  }

  /** Live only: the source is being frozen. */
  record Freezing() implements Reversible, Tasked {
    Frozen frozen() {
      return new Frozen();
    }

    /** A run of before live engagement was followed has no window. */
    Planning frozenWithoutWindow() {
      return new Planning();
    }
  }

  /**
   * Live only: frozen; within the same decision is intended the window for live engagement, or the
   * SQL before the load.
   */
  record Frozen() implements ForwardState, Passing {
    Opening opening() {
      return new Opening();
    }
  }

  /** Live only: the cut that opens the window is being written. */
  record Opening() implements Holdable {
    Planning opened() {
      return new Planning();
    }
  }

  /** The snapshot is being opened and cut into chunks. */
  record Planning() implements Purgeable, Holdable, Tasked {
    Copying planned(ExtractionPlanned plan) {
      return new Copying(Extraction.planned(plan));
    }

    Abandoned abandoned(String reason) {
      return new Abandoned(reason);
    }
  }

  /** Chunks and cuts are on their way. */
  record Copying(Extraction extraction) implements Purgeable, Holdable {
    Copying with(Extraction now) {
      return new Copying(now);
    }

    Reconciling reconciling(int cut) {
      return new Reconciling(extraction.sourceRows(), extraction.extracted(), cut);
    }

    Abandoned abandoned(String reason) {
      return new Abandoned(reason);
    }
  }

  /** All cuts stand; the verdict is awaited. */
  record Reconciling(List<EntityCount> sourceRows, Extracted extracted, int cut)
      implements Purgeable, Holdable, Tasked {
    public Reconciling {
      sourceRows = List.copyOf(sourceRows);
    }

    Judged judged(VerdictReached verdict) {
      return new Judged(Verdict.of(verdict, sourceRows, extracted));
    }
  }

  /** A forward state in which a rehearsal can pass. */
  sealed interface Passable extends Purgeable {
    /** The reconciled verdict of the rehearsal. */
    Verdict verdict();

    /** The result that the rehearsal leaves once staging is purged. */
    default Purging passing(PurgeStarted purge, Run run) {
      Rehearsal passed = run.passed(verdict().with(purge.findings()));
      return purging(new Purge(REHEARSAL_PASSED, purge.reason(), 1, null, passed));
    }
  }

  /**
   * The verdict is in; the gate decides within the same decision. Only the rehearsal of a history
   * of before live engagement was rehearsed passes from here.
   */
  record Judged(Verdict verdict) implements Passable, Passing {
    /** The target's pages are measured next. */
    Probing probing(List<QuarantineCount> findings) {
      return new Probing(verdict, findings);
    }

    /** Rehearsal only: live engagement is tried next. */
    SendingLive sendingLive(List<QuarantineCount> findings) {
      return new SendingLive(verdict, findings);
    }

    Rechecking rechecking() {
      return new Rechecking(verdict.rechecking());
    }

    /** Only a history of before the source was read again goes on like this. */
    Committing committing() {
      return new Committing(verdict);
    }

    Held held(List<String> reasons) {
      return new Held(verdict, reasons);
    }
  }

  /**
   * The validator measures the target's pages by the probes of the target pack.
   *
   * @param findings rehearsal: findings about whole entities that the verdict gave
   */
  record Probing(Verdict verdict, List<QuarantineCount> findings)
      implements Purgeable, Holdable, Tasked {
    public Probing {
      findings = List.copyOf(findings);
    }

    /** The gate decides within the same decision. */
    Judged measured(ProbesMeasured measured) {
      return new Judged(verdict.with(measured.findings()));
    }
  }

  /**
   * Rehearsal only: the extractor sends synthetic live events by every route of the customer.
   *
   * @param findings findings about whole entities that the verdict gave
   */
  record SendingLive(Verdict verdict, List<QuarantineCount> findings) implements Purgeable, Tasked {
    public SendingLive {
      findings = List.copyOf(findings);
    }

    ArrivingLive sent() {
      return new ArrivingLive(verdict, findings);
    }

    /** There is nothing whose arrival could be awaited. */
    LiveChecked withoutEvents() {
      return new LiveChecked(verdict);
    }
  }

  /**
   * Rehearsal only: the validator finds out whether these events arrive in staging.
   *
   * @param findings findings about whole entities that the verdict gave
   */
  record ArrivingLive(Verdict verdict, List<QuarantineCount> findings)
      implements Purgeable, Tasked {
    public ArrivingLive {
      findings = List.copyOf(findings);
    }

    LiveChecked checked() {
      return new LiveChecked(verdict);
    }
  }

  /** Rehearsal only: live engagement is tried; the rehearsal passes within the same decision. */
  record LiveChecked(Verdict verdict) implements Passable, Passing {}

  /**
   * Live only: the verdict found differences, or a gate is closed.
   *
   * @param reasons why, one sentence each
   */
  record Held(Verdict verdict, List<String> reasons) implements Holdable {
    public Held {
      reasons = List.copyOf(reasons);
    }

    Held held(List<String> now) {
      return new Held(verdict, now);
    }

    Rechecking rechecking() {
      return new Rechecking(verdict.rechecking());
    }

    /** Only a history of before the source was read again goes on like this. */
    Committing committing() {
      return new Committing(verdict);
    }

    Reconciling reconciling(int cut) {
      return new Reconciling(verdict.sourceRows(), verdict.extracted(), cut);
    }
  }

  /**
   * Live only: the gates are open; the extractor reads the frozen source again, so that a write
   * which got past the freeze is found before the commit.
   */
  record Rechecking(Verdict verdict) implements Holdable, Tasked {
    Rechecked rechecked() {
      return new Rechecked(verdict);
    }
  }

  /**
   * Live only: the source is read again, or the SQL before the enabling was run; the gate decides
   * within the same decision.
   */
  record Rechecked(Verdict verdict) implements ForwardState, Passing {
    Committing committing() {
      return new Committing(verdict);
    }

    Held held(List<String> reasons) {
      return new Held(verdict, reasons);
    }
  }

  /** Live only: the target is being enabled. */
  record Committing(Verdict verdict) implements Holdable, Tasked {
    Committed committed(int cut, Instant at) {
      return new Committed(
          cut,
          verdict.sourceRows(),
          at,
          verdict.cut(),
          Committed.VerdictProgress.NONE,
          null,
          "",
          0,
          false);
    }
  }
}
