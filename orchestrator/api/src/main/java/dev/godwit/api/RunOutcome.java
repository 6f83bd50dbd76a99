package dev.godwit.api;

/** Result of a run. */
public enum RunOutcome {
  RUNNING("running"),
  HELD("held"),
  PASSED("rehearsal passed"),
  /** A rehearsal that proved too little: the approval must accept that by name. */
  UNDECIDED("rehearsal waits for a decision"),
  FAILED("rehearsal failed"),
  COMMITTED("committed"),
  ROLLED_BACK("rolled back"),
  ABANDONED("abandoned"),
  CANCELLED("cancelled"),
  /** A live run that ended before anything was frozen or written. */
  REFUSED("refused before anything was touched");

  private final String label;

  RunOutcome(String label) {
    this.label = label;
  }

  /** Label for people. */
  public String label() {
    return label;
  }

  /** True where the run continues, or can after a person's decision. */
  public boolean open() {
    return this == RUNNING || this == HELD;
  }

  /** True where the run reached its aim. */
  public boolean good() {
    return this == PASSED || this == COMMITTED;
  }
}
