package dev.godwit.orchestrator.view.fold;

import dev.godwit.api.Phase;
import dev.godwit.api.Runbook;
import dev.godwit.api.text.HoldPresenter;

/** The action that is open to a person, as one sentence. */
public final class NextStep {
  private NextStep() {}

  /**
   * For a migration.
   *
   * @param m the migration
   * @param programmePaused true where no migration begins a new step
   */
  public static String of(MigrationDocument m, boolean programmePaused) {
    String step = step(m, programmePaused);
    Runbook runbook = runbook(m);
    return runbook == null ? step : step + " Runbook: " + runbook.path();
  }

  /** The page for what is held, stuck or alarming; null where nothing is. */
  private static Runbook runbook(MigrationDocument m) {
    if (m.stuck != null) {
      return Runbook.ofStuck(m.stuck);
    }
    if (m.hold != null) {
      return Runbook.ofHold(m.hold.stage(), m.hold.reason());
    }
    if (m.phase == Phase.HELD) {
      return Runbook.ofGate(String.join(" ", m.gate));
    }
    return m.alarm == null ? null : Runbook.ofAlarm(m.alarm);
  }

  private static String step(MigrationDocument m, boolean programmePaused) {
    String customer = m.customer;
    if (m.stuck != null) {
      return "%s It does not continue by itself: mend that, then godwit rollback %s."
          .formatted(m.stuck, customer);
    }
    if (programmePaused && !m.phase.atRest()) {
      return "The programme is paused; continue with godwit programme resume.";
    }
    if (m.paused) {
      return "It is paused; continue with godwit resume %s.".formatted(customer);
    }
    if (m.hold != null) {
      return held(m);
    }
    if ((m.phase == Phase.REHEARSED || m.phase == Phase.APPROVED) && m.decidedSince()) {
      return "Decisions changed since the rehearsal, so that it allows no live run: rehearse again with godwit rehearse %s."
          .formatted(customer);
    }
    return switch (m.phase) {
      case REHEARSED ->
          m.advice
              + "Read its answer with godwit rehearsal %1$s; then a person other than %2$s approves with godwit approve %1$s."
                  .formatted(customer, requesters(m));
      case APPROVED -> advised(m, "Begin the live run with godwit start %s.".formatted(customer));
      case HELD ->
          "%s Waive with godwit waive %2$s ENTITY:REASON:UPTO, or end the run with godwit rollback %2$s."
              .formatted(String.join(" ", m.gate), customer)
              .strip();
      case REHEARSAL_FAILED ->
          "Mend what godwit report %1$s names, then rehearse again with godwit rehearse %1$s."
              .formatted(customer);
      case ROLLED_BACK ->
          advised(
              m,
              "Mend what godwit report %1$s names, then godwit rehearse %1$s.".formatted(customer));
      case COMMITTED ->
          m.alarm == null
              ? "Nothing: the target is enabled for %s, and no rollback is possible any more."
                  .formatted(customer)
              : "An alarm stands and needs a person: godwit report %s. Nothing was changed."
                  .formatted(customer);
      case CANCELLED -> "Nothing; begin again with godwit rehearse %s.".formatted(customer);
      case REQUESTED,
          ASSESSING,
          PREPARING,
          FREEZING,
          RUNNING_SQL,
          PLANNING,
          COPYING,
          RECONCILING,
          PROBING,
          REHEARSING_LIVE,
          RECHECKING,
          COMMITTING,
          PURGING,
          ROLLING_BACK,
          ABANDONED ->
          "Nothing: it continues by itself; follow it with godwit watch %s.".formatted(customer);
    };
  }

  /** The first commands that a hold names; {@code godwit why} lists all of them. */
  private static String held(MigrationDocument m) {
    String next =
        m.hold.judged()
            ? "Repair the differences with godwit repair %1$s, or have it judged anew with godwit resume %1$s; or end the run with godwit rollback %1$s."
            : "Mend that, then godwit resume %1$s; or end the run with godwit rollback %1$s.";
    return HoldPresenter.sentence(m.hold)
        + ". "
        + next.formatted(m.customer)
        + " All that is possible: godwit why %s.".formatted(m.customer);
  }

  /** Those who must not approve: the requesters of the migration and of the rehearsal. */
  private static String requesters(MigrationDocument m) {
    String first = m.requestedBy.isBlank() ? "the requester" : m.requestedBy;
    return m.rehearsedBy.isBlank() || m.rehearsedBy.strip().equalsIgnoreCase(first.strip())
        ? first
        : first + " and " + m.rehearsedBy;
  }

  private static String advised(MigrationDocument m, String otherwise) {
    return m.advice.isBlank() ? otherwise : m.advice;
  }
}
