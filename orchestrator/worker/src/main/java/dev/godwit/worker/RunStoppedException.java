package dev.godwit.worker;

/** The run that something was done for is being undone or is over: stop doing it, quietly. */
public final class RunStoppedException extends Exception {
  public RunStoppedException(String runId) {
    super("Run " + runId + " is being undone or is over.");
  }
}
