package dev.godwit.orchestrator.view.fold;

import dev.godwit.api.FreezeAnswer;
import dev.godwit.api.HoldAnswer;
import dev.godwit.api.Phase;
import dev.godwit.api.RunOutcome;
import dev.godwit.orchestrator.domain.event.HoldEvent.FreezeBudgetReached;
import dev.godwit.orchestrator.domain.event.HoldEvent.RunHeld;
import java.time.Duration;
import java.time.Instant;

/** Folds the holds of a run and its freeze budget, for {@link RunFold}. */
public final class HoldFold {
  private HoldFold() {}

  static void held(RunDocument run, RunHeld e, Instant at) {
    run.heldIn = run.hold == null ? run.phase : run.heldIn;
    run.hold =
        new HoldAnswer(
            at,
            e.stage().name(),
            e.subject(),
            e.reason(),
            e.count(),
            e.firstKey(),
            e.actions(),
            run.judged);
    run.outcome = RunOutcome.HELD;
  }

  /** The run continues where it was held. Returns that phase. */
  static Phase resumed(RunDocument run) {
    Phase phase = run.heldIn == null ? run.phase : run.heldIn;
    released(run);
    run.outcome = RunOutcome.RUNNING;
    return phase;
  }

  /** The hold ends: the run is committed, held by a gate instead, or rolls back. */
  static void released(RunDocument run) {
    run.hold = null;
    run.heldIn = null;
  }

  static void reached(RunDocument run, FreezeBudgetReached e) {
    run.budgetPercent = Math.max(run.budgetPercent, e.percent());
  }

  /**
   * How long a run has frozen its customer.
   *
   * @return null for a rehearsal
   */
  public static FreezeAnswer freeze(RunDocument run, Instant now) {
    if (!"LIVE".equals(run.kind)) {
      return null;
    }
    Instant end = run.unfrozenAt == null ? now : run.unfrozenAt;
    long used =
        run.frozenAt == null ? 0 : Math.max(0, Duration.between(run.frozenAt, end).toSeconds());
    return new FreezeAnswer(run.frozenAt, run.unfrozenAt, used, run.freezeBudgetSeconds);
  }
}
