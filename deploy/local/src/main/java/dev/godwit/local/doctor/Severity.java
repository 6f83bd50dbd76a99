package dev.godwit.local.doctor;

/** How bad a diagnosis is, the mildest first. */
public enum Severity {
  /** As it should be. */
  FINE("fine", 0),
  /** The check could not be made: nothing is known, which is not fine. */
  UNCHECKED("not checked", 1),
  /** Something will go wrong, or waits for a person. */
  WARNING("warning", 1),
  /** Something does not work. */
  ERROR("ERROR", 2);

  private final String words;
  private final int exitCode;

  Severity(String words, int exitCode) {
    this.words = words;
    this.exitCode = exitCode;
  }

  /** As it stands in the output for people. */
  public String words() {
    return words;
  }

  /** Exit code of the command where nothing is worse. */
  public int exitCode() {
    return exitCode;
  }
}
