package dev.godwit.orchestrator.domain.state;

import static dev.godwit.orchestrator.domain.state.Purge.Purpose.RETRY;
import static dev.godwit.orchestrator.domain.state.Purge.Purpose.ROLLBACK;

import dev.godwit.orchestrator.domain.event.EndingEvent.RollbackStarted;
import dev.godwit.orchestrator.domain.state.ForwardState.Assessing;
import dev.godwit.orchestrator.domain.state.IdleState.Cancelled;
import dev.godwit.orchestrator.domain.state.IdleState.Rehearsed;
import dev.godwit.orchestrator.domain.state.IdleState.Requested;
import dev.godwit.orchestrator.domain.state.IdleState.RolledBack;
import dev.godwit.orchestrator.domain.state.MigrationState.Passing;
import dev.godwit.orchestrator.domain.state.MigrationState.Tasked;
import dev.godwit.orchestrator.domain.state.Purge.Purpose;
import dev.godwit.orchestrator.domain.state.Purge.Rollback;

/** A run is on whose rows are purged, or whose source is given back. */
public sealed interface EndingState extends MigrationState.Active {
  /** A step of a run's end. */
  sealed interface Repeatable extends EndingState, Tasked {
    /** Whether the step failed: somebody has to ask for it again. */
    boolean stuck();
  }

  /** The run cannot go on but another can; its purge is intended within the same decision. */
  record Abandoned(String reason) implements EndingState, Passing {
    Purging purging(String why) {
      return new Purging(Purge.first(RETRY, why), false);
    }
  }

  /**
   * Live only: the rollback is decided; its purge is intended within the same decision.
   *
   * @param purges how often a purge of this run was asked for already
   */
  record RollingBack(Rollback rollback, int purges) implements EndingState, Passing {
    static RollingBack after(RollbackStarted event, int purges) {
      return new RollingBack(
          new Rollback(event.reason(), event.firstFailure(), event.nextStep()), purges);
    }

    Purging purging(String why) {
      return new Purging(new Purge(ROLLBACK, why, purges + 1, rollback, null), false);
    }

    Thawing thawing() {
      return new Thawing(rollback, 1, false);
    }
  }

  /** The run's rows are being purged. */
  record Purging(Purge purge, boolean stuck) implements Repeatable {
    Purged purged() {
      return new Purged(purge);
    }

    Purging failed() {
      return new Purging(purge, true);
    }

    Purging again() {
      return new Purging(purge.again(), false);
    }

    RollingBack rollingBack(RollbackStarted event) {
      return RollingBack.after(event, purge.attempt());
    }

    /** Rehearsal only: staging could not be purged. */
    Requested givenUp() {
      return new Requested();
    }
  }

  /**
   * Proved empty. Live: waits for the answer of a freeze or of a cut that was still out, and for
   * the cut that closes the window.
   */
  record Purged(Purge purge) implements EndingState {
    /** Whether the purge was for this purpose, which offers its own next step. */
    boolean isFor(Purpose purpose) {
      return purge.purpose() == purpose;
    }

    Rehearsed passed() {
      return new Rehearsed(purge.passed());
    }

    Requested failed() {
      return new Requested();
    }

    Cancelled cancelled() {
      return new Cancelled();
    }

    Assessing retried() {
      return Assessing.BEGUN;
    }

    Returning returning() {
      return new Returning(purge, false);
    }

    RollingBack rollingBack(RollbackStarted event) {
      return RollingBack.after(event, purge.attempt());
    }

    Thawing thawing() {
      return new Thawing(purge.rollback(), 1, false);
    }

    RolledBack rolledBack(String reason) {
      return new RolledBack(reason);
    }
  }

  /** Live only: the source is given the live events of the run. */
  record Returning(Purge purge, boolean stuck) implements Repeatable {
    Purged returned() {
      return new Purged(purge);
    }

    Returning failed() {
      return new Returning(purge, true);
    }

    Returning again() {
      return new Returning(purge, false);
    }

    RollingBack rollingBack(RollbackStarted event) {
      return RollingBack.after(event, purge.attempt());
    }
  }

  /**
   * The source is being thawed.
   *
   * @param attempt 1, and one more for each time it was asked for again
   */
  record Thawing(Rollback rollback, int attempt, boolean stuck) implements Repeatable {
    Thawed thawed() {
      return new Thawed(rollback);
    }

    Thawing failed() {
      return new Thawing(rollback, attempt, true);
    }

    Thawing again() {
      return new Thawing(rollback, attempt + 1, false);
    }
  }

  /** The source is enabled; the end follows within the same decision. */
  record Thawed(Rollback rollback) implements EndingState, Passing {
    RolledBack rolledBack(String reason) {
      return new RolledBack(reason);
    }
  }
}
