package dev.godwit.worker.outage;

/** A dependency stayed away longer than other runs may wait for it: do the work later. */
public final class OutageTimeoutException extends Exception {
  public OutageTimeoutException(String dependency) {
    super("Expected " + dependency + " to be back by now, but it is still away.");
  }
}
