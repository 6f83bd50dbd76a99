package dev.godwit.traffic;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Lets so many events a second through, or all of them at once. Thread-safe. */
final class Pace {
  private static final long MOST_BEHIND_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final double BATCHES_A_SECOND = 10;

  private final double perSecond;
  private final double nanosOfEvent;
  private long next = System.nanoTime();

  /**
   * @param perSecond infinite for as fast as it goes
   */
  Pace(double perSecond) {
    this.perSecond = perSecond;
    this.nanosOfEvent = TimeUnit.SECONDS.toNanos(1) / perSecond;
  }

  /** How many to take at once, from 1 to so many, so that they come evenly. */
  int batch(int most) {
    return (int) Math.clamp(perSecond / BATCHES_A_SECOND, 1, most);
  }

  /** Waits until so many events are due; what could not be sent in time is not made up for ever. */
  void take(int events) {
    long wait;
    synchronized (this) {
      long now = System.nanoTime();
      next = Math.max(next, now - MOST_BEHIND_NANOS) + (long) (events * nanosOfEvent);
      wait = next - now;
    }
    if (wait > 0) {
      LockSupport.parkNanos(wait);
    }
  }
}
