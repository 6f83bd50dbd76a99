package dev.godwit.wire.clock;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The wall clock of the moment at which this object was made, moved on by the monotonic clock, so
 * that a step of the wall clock does not move it. A clock that was wrong at that moment stays wrong
 * here, and the monotonic clock of a machine that sleeps stands still: it is a second opinion, not
 * a better clock. Thread-safe.
 */
public final class SteadyClock {
  private final LongSupplier wallMillis;
  private final LongSupplier nanos;
  private final long begunMillis;
  private final long begunNanos;

  /** By the clocks of this machine. */
  public SteadyClock() {
    this(System::currentTimeMillis, System::nanoTime);
  }

  /**
   * By other clocks.
   *
   * @param wallMillis milliseconds since 1970
   * @param nanos nanoseconds that never go back
   */
  public SteadyClock(LongSupplier wallMillis, LongSupplier nanos) {
    this.wallMillis = wallMillis;
    this.nanos = nanos;
    this.begunMillis = wallMillis.getAsLong();
    this.begunNanos = nanos.getAsLong();
  }

  /** Now, milliseconds since 1970. */
  public long millis() {
    return begunMillis + TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - begunNanos);
  }

  /**
   * The earlier of a time of the wall clock and this clock's: what both agree has passed.
   *
   * @param wallMillis milliseconds since 1970
   */
  public long agreed(long wallMillis) {
    return Math.min(wallMillis, millis());
  }

  /**
   * How far the wall clock has stepped ahead since this clock began; negative where it is behind,
   * or where the thread stood still between the two readings: the wall clock is read first.
   */
  public Duration stepped() {
    return Duration.ofMillis(wallMillis.getAsLong() - millis());
  }
}
