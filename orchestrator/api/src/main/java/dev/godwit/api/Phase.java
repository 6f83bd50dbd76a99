package dev.godwit.api;

/**
 * Where a migration or one of its runs is. A migration at rest waits for a person; at any other
 * phase it goes on by itself.
 */
public enum Phase {
  REQUESTED("requested", true),
  ASSESSING("assessing", false),
  PREPARING("preparing the target", false),
  FREEZING("freezing the old system", false),
  PLANNING("planning the extraction", false),
  COPYING("copying", false),
  RECONCILING("reconciling", false),
  HELD("held: a gate is closed", true),
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

  private final String words;
  private final boolean atRest;

  Phase(String words, boolean atRest) {
    this.words = words;
    this.atRest = atRest;
  }

  /** In words, to be read after "is". */
  public String words() {
    return words;
  }

  /** True where nothing goes on until a person asks for it. */
  public boolean atRest() {
    return atRest;
  }
}
