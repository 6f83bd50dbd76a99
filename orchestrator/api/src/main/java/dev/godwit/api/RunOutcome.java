package dev.godwit.api;

/** What became of a run. */
public enum RunOutcome {
  RUNNING("running"),
  HELD("held"),
  PASSED("rehearsal passed"),
  FAILED("rehearsal failed"),
  COMMITTED("committed"),
  ROLLED_BACK("rolled back"),
  ABANDONED("abandoned"),
  CANCELLED("cancelled"),
  /** A live run that ended before anything was frozen or written. */
  REFUSED("refused before anything was touched");

  private final String words;

  RunOutcome(String words) {
    this.words = words;
  }

  /** In words. */
  public String words() {
    return words;
  }

  /** True where the run goes on, or could after somebody decided. */
  public boolean open() {
    return this == RUNNING || this == HELD;
  }

  /** True where the run did what it was for. */
  public boolean good() {
    return this == PASSED || this == COMMITTED;
  }
}
