package dev.godwit.local.stack;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Polls a condition until it holds or a timeout has passed. */
public final class Await {
  private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

  private Await() {}

  /** Polls every 50 ms; otherwise as {@link #until(Duration, Duration, BooleanSupplier)}. */
  static boolean until(Duration timeout, BooleanSupplier condition) {
    return until(timeout, POLL_INTERVAL, condition);
  }

  /**
   * Polls a condition, at once and then at each interval.
   *
   * @return false where it did not hold within the timeout
   * @throws StackException where the thread was interrupted
   */
  public static boolean until(Duration timeout, Duration interval, BooleanSupplier condition) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      LockSupport.parkNanos(interval.toNanos());
      if (Thread.interrupted()) {
        Thread.currentThread().interrupt();
        throw new StackException("Interrupted while waiting.");
      }
    }
    return true;
  }
}
