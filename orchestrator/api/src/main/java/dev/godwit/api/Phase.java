package dev.godwit.api;

/**
 * Place of a migration, or of one of its runs, in the lifecycle. A migration at rest waits for a
 * person; in any other phase it continues by itself.
 */
public enum Phase {
  REQUESTED("requested", true),
  ASSESSING("assessing", false),
  PREPARING("preparing the target", false),
  FREEZING("freezing the source", false),
  RUNNING_SQL("running SQL of the target pack", false),
  PLANNING("planning the extraction", false),
  COPYING("copying", false),
  RECONCILING("reconciling", false),
  PROBING("measuring the target's pages", false),
  REHEARSING_LIVE("trying the routes of live engagement", false),
  HELD("held", true),
  RECHECKING("reading the source again", false),
  COMMITTING("committing", false),
  PURGING("purging the target", false),
  ROLLING_BACK("rolling back", false),
  ABANDONED("abandoned, another run follows", false),
  REHEARSED("rehearsed, waits for approval", true),
  REHEARSAL_FAILED("rehearsal failed", true),
  APPROVED("approved, waits to be started", true),
  COMMITTED("committed", true),
  ROLLED_BACK("rolled back", true),
  CANCELLED("cancelled", true);

  private final String label;
  private final boolean atRest;

  Phase(String label, boolean atRest) {
    this.label = label;
    this.atRest = atRest;
  }

  /** Label for people, to be read after "is". */
  public String label() {
    return label;
  }

  /** True where nothing continues until a person asks for it. */
  public boolean atRest() {
    return atRest;
  }
}
