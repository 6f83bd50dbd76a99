package dev.godwit.validator.arrival;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The time for which the validator waits for the synthetic live events of a rehearsal. Their own
 * time is short; while the loader has not read what stands before them, such as events of a
 * customer whose emails are being copied, they are waited for longer, but not for ever. Not
 * thread-safe.
 */
final class ArrivalWait {
  private final long timeoutNanos;
  private final long backlogNanos;
  private final LongSupplier nanos;
  private long begin;

  /**
   * Begins to wait.
   *
   * @param timeout time of the events
   * @param backlogTimeout time for which they are waited for beyond that behind other events
   * @param nanos a monotonic clock
   */
  ArrivalWait(Duration timeout, Duration backlogTimeout, LongSupplier nanos) {
    this.timeoutNanos = timeout.toNanos();
    this.backlogNanos = backlogTimeout.toNanos();
    this.nanos = nanos;
    this.begin = nanos.getAsLong();
  }

  /** Begins again: nothing could arrive until now. */
  void restart() {
    begin = nanos.getAsLong();
  }

  /** Whether the time of the events is over. */
  boolean isDue() {
    return elapsed() >= timeoutNanos;
  }

  /**
   * Whether they are waited for no longer.
   *
   * @param isBehind whether other events stand before them
   */
  boolean isOver(boolean isBehind) {
    return isDue() && (!isBehind || elapsed() >= timeoutNanos + backlogNanos);
  }

  private long elapsed() {
    return nanos.getAsLong() - begin;
  }
}
