package dev.godwit.orchestrator.view.replay;

import dev.godwit.api.Phase;
import dev.godwit.api.Problem;
import dev.godwit.api.RunOutcome;
import dev.godwit.api.VerdictAnswer;
import dev.godwit.common.v1.Stage;
import dev.godwit.orchestrator.view.fold.MigrationDocument;
import dev.godwit.orchestrator.view.fold.ReplayDocument;
import dev.godwit.orchestrator.view.fold.RunDocument;
import dev.godwit.records.Entity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The conditions under which the orchestrator begins a replay, from the read model. Pure. */
final class ReplayConditions {
  private static final String EXPECTED =
      "a live run that a verdict or a gate holds, or a committed one";

  private ReplayConditions() {}

  /**
   * Why a replay would be refused.
   *
   * @param run the latest run; null where there is none
   * @return empty where it is possible
   */
  static Optional<Problem> refusal(
      MigrationDocument m, RunDocument run, ReplayRequest request, boolean programmePaused) {
    if (run == null) {
      return refused(
          EXPECTED, "no run of " + m.customer, "Begin with godwit rehearse " + m.customer + ".");
    }
    String name = "run %d of %s".formatted(run.run, m.customer);
    if (!"LIVE".equals(run.kind)) {
      return refused(
          EXPECTED,
          name + ", a rehearsal",
          "Rehearse again: a rehearsal ends with its purge, so nothing of it is left to mend.");
    }
    if (run.outcome == RunOutcome.ROLLED_BACK || run.phase == Phase.ROLLING_BACK) {
      return refused(
          EXPECTED,
          name + ", rolled back: the target was purged",
          "Mend the cause, then godwit rehearse %s.".formatted(m.customer));
    }
    if (programmePaused || m.paused) {
      return refused(
          "a migration that is not paused",
          programmePaused ? "the programme paused" : name + " paused",
          programmePaused
              ? "Continue with godwit programme resume."
              : "Continue with godwit resume %s.".formatted(m.customer));
    }
    if (run.hold != null && !run.hold.judged()) {
      return refused(
          EXPECTED,
          name + ", held after a failure with work left",
          "Mend the cause, then godwit resume %s: the stage continues where it stopped."
              .formatted(m.customer));
    }
    if (run.phase != Phase.HELD && run.outcome != RunOutcome.COMMITTED) {
      return refused(
          EXPECTED,
          name + ", " + run.phase.label(),
          "Wait until it is held or committed: godwit watch %s.".formatted(m.customer));
    }
    return open(m, run, name)
        .or(() -> ofStage(m, run, name, request))
        .or(() -> ofEntities(run, request));
  }

  /** Another replay, or a cut, is under way. */
  private static Optional<Problem> open(MigrationDocument m, RunDocument run, String name) {
    ReplayDocument last = run.lastReplay();
    if (last != null && last.state.open()) {
      return refused(
          "no other replay of the run under way",
          "%s with replay %d, %s".formatted(name, last.replay, last.state.label()),
          "Wait for its end, or godwit replay %s --cancel.".formatted(m.customer));
    }
    if (run.live != null && run.live.underWay != null) {
      return refused(
          "no cut under way",
          "%s with cut %d under way".formatted(name, run.live.underWay),
          "Wait for its verdict: godwit watch %s.".formatted(m.customer));
    }
    return Optional.empty();
  }

  private static Optional<Problem> ofEntities(RunDocument run, ReplayRequest request) {
    List<String> moved = new ArrayList<>(run.planned.keySet());
    moved.add(Entity.LIVE.name());
    return request.entities().stream()
        .filter(entity -> !moved.contains(entity.name()))
        .findFirst()
        .flatMap(
            entity ->
                refused(
                    "entities of the run: " + String.join(", ", moved).toLowerCase(Locale.ROOT),
                    entity.text(),
                    "Name one of them with --entity."));
  }

  private static Optional<Problem> ofStage(
      MigrationDocument m, RunDocument run, String name, ReplayRequest request) {
    if (request.repair() && differences(run) == 0) {
      return refused(
          run.outcome == RunOutcome.COMMITTED
              ? "a last verdict with keys that are missing"
              : "a last verdict with keys that are missing or changed",
          verdict(run) == null
              ? "no verdict"
              : "a verdict at cut %d without one".formatted(verdict(run).cut()),
          "Compare anew with godwit replay %s --stage validate, or godwit cut %s."
              .formatted(m.customer, m.customer));
    }
    if (run.live == null
        && run.outcome != RunOutcome.COMMITTED
        && request.stage() != Stage.VALIDATE) {
      return refused(
          "a held run whose live engagement is followed",
          name + ", begun before live engagement was followed",
          "Waive, or godwit rollback %s: no further cut can be taken, and so no further verdict."
              .formatted(m.customer));
    }
    if (request.stage() == Stage.TRANSFORM && run.outcome == RunOutcome.COMMITTED) {
      return refused(
          "the stage load or validate for a committed run",
          name + ", committed, and the stage transform",
          "Let records in quarantine go on with godwit quarantine redrive %s, or replay what was transformed: godwit replay %s --stage load."
              .formatted(m.customer, m.customer));
    }
    return Optional.empty();
  }

  /**
   * Keys that a repair would load again, by the last verdict. After the commit people work in the
   * target, so a row that differs is not replaced.
   */
  static long differences(RunDocument run) {
    VerdictAnswer verdict = verdict(run);
    if (verdict == null) {
      return 0;
    }
    long changed = run.outcome == RunOutcome.COMMITTED ? 0 : verdict.changed();
    return verdict.missing() + changed;
  }

  /** The last verdict of the run, also one after the commit; null where there is none. */
  private static VerdictAnswer verdict(RunDocument run) {
    return run.live != null && run.live.verdict != null ? run.live.verdict : run.verdict;
  }

  private static Optional<Problem> refused(String expected, String found, String action) {
    return Optional.of(new Problem(expected, found, action));
  }
}
