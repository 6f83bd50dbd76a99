package dev.godwit.traffic;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Limits the events per second of one route. Without a limit it still limits those after the first
 * {@link #UNBOUNDED_EVENTS}, because all of them have to be loaded, and fit on the disk.
 * Thread-safe.
 */
final class Pace {
  private static final long MAX_BACKLOG_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final double BATCHES_PER_SECOND = 10;

  /** Events that come as fast as they can be made. */
  static final long UNBOUNDED_EVENTS = 400_000;

  /** Events per second after these. */
  static final double PER_SECOND_AFTER = 500;

  private double perSecond;
  private long taken;
  private long next = System.nanoTime();

  /**
   * @param perSecond infinite for as fast as possible
   */
  Pace(double perSecond) {
    this.perSecond = perSecond;
  }

  /** Size of a batch, from 1 to a maximum, so that events come evenly. */
  synchronized int batch(int most) {
    return (int) Math.clamp(perSecond / BATCHES_PER_SECOND, 1, most);
  }

  /** Waits until these events are due; a backlog of more than a second is dropped. */
  void take(int events) {
    long wait;
    synchronized (this) {
      taken += events;
      if (Double.isInfinite(perSecond) && taken >= UNBOUNDED_EVENTS) {
        perSecond = PER_SECOND_AFTER;
      }
      double nanosOfEvent = TimeUnit.SECONDS.toNanos(1) / perSecond;
      long now = System.nanoTime();
      next = Math.max(next, now - MAX_BACKLOG_NANOS) + (long) (events * nanosOfEvent);
      wait = next - now;
    }
    if (wait > 0) {
      LockSupport.parkNanos(wait);
    }
  }
}
