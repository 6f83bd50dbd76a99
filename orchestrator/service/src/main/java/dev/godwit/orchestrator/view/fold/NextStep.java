package dev.godwit.orchestrator.view.fold;

/** What a person may do next, as one sentence. */
public final class NextStep {
  private NextStep() {}

  /**
   * For a migration.
   *
   * @param m what is known of it
   * @param programmePaused no migration begins a new step
   */
  public static String of(MigrationDocument m, boolean programmePaused) {
    String customer = m.customer;
    if (m.stuck != null) {
      return "%s It does not go on by itself: mend that, then godwit rollback %s."
          .formatted(m.stuck, customer);
    }
    if (programmePaused && !m.phase.atRest()) {
      return "The programme is paused; go on with godwit programme resume.";
    }
    if (m.paused) {
      return "It is paused; go on with godwit resume %s.".formatted(customer);
    }
    return switch (m.phase) {
      case REHEARSED ->
          "Look at the findings with godwit report %1$s; then somebody other than %2$s approves with godwit approve %1$s."
              .formatted(customer, askers(m));
      case APPROVED -> advised(m, "Begin the live run with godwit start %s.".formatted(customer));
      case HELD ->
          "%s Waive with godwit waive %2$s ENTITY:REASON:UPTO, or go back with godwit rollback %2$s."
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
              ? "Nothing: the new system is enabled for %s, and there is no way back from here."
                  .formatted(customer)
              : "An alarm stands, somebody has to look: godwit report %s. Nothing was changed."
                  .formatted(customer);
      case CANCELLED -> "Nothing; begin again with godwit rehearse %s.".formatted(customer);
      default ->
          "Nothing: it goes on by itself; follow it with godwit watch %s.".formatted(customer);
    };
  }

  /** Those who do not approve: who asked first, and who asked for the rehearsal. */
  private static String askers(MigrationDocument m) {
    String first = m.requestedBy.isBlank() ? "the requester" : m.requestedBy;
    return m.rehearsedBy.isBlank() || m.rehearsedBy.strip().equalsIgnoreCase(first.strip())
        ? first
        : first + " and " + m.rehearsedBy;
  }

  private static String advised(MigrationDocument m, String otherwise) {
    return m.advice.isBlank() ? otherwise : m.advice;
  }
}
