package dev.godwit.worker.run;

/** The run that work was done for is being undone or is over: stop the work, without a report. */
public final class RunStoppedException extends Exception {
  public RunStoppedException(String runId) {
    super("Run " + runId + " is being undone or is over.");
  }
}
