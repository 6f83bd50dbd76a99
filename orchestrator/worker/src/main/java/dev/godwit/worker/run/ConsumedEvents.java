package dev.godwit.worker.run;

/** The events that this process has consumed. Thread-safe. */
@FunctionalInterface
public interface ConsumedEvents {
  /**
   * Waits until all events that are there now are consumed; not to be called where events are
   * consumed.
   *
   * @throws InterruptedException where the process is about to end
   */
  void awaitUpToNow() throws InterruptedException;
}
