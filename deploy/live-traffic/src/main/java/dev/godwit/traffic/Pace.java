package dev.godwit.traffic;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets so many events a second through. Where they may come as fast as they can be made, that is so
 * for the first {@link #UNBOUNDED_EVENTS}: a disk has an end, and what is sent has to be loaded.
 * Thread-safe.
 */
final class Pace {
  private static final long MOST_BEHIND_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final double BATCHES_A_SECOND = 10;

  /** Events of one way that come as fast as they can be made. */
  static final long UNBOUNDED_EVENTS = 400_000;

  /** Events a second of one way after these. */
  static final double PER_SECOND_AFTER = 500;

  private double perSecond;
  private long taken;
  private long next = System.nanoTime();

  /**
   * @param perSecond infinite for as fast as it goes
   */
  Pace(double perSecond) {
    this.perSecond = perSecond;
  }

  /** How many to take at once, from 1 to so many, so that they come evenly. */
  synchronized int batch(int most) {
    return (int) Math.clamp(perSecond / BATCHES_A_SECOND, 1, most);
  }

  /** Waits until so many events are due; what could not be sent in time is not made up for ever. */
  void take(int events) {
    long wait;
    synchronized (this) {
      taken += events;
      if (Double.isInfinite(perSecond) && taken >= UNBOUNDED_EVENTS) {
        perSecond = PER_SECOND_AFTER;
      }
      double nanosOfEvent = TimeUnit.SECONDS.toNanos(1) / perSecond;
      long now = System.nanoTime();
      next = Math.max(next, now - MOST_BEHIND_NANOS) + (long) (events * nanosOfEvent);
      wait = next - now;
    }
    if (wait > 0) {
      LockSupport.parkNanos(wait);
    }
  }
}
