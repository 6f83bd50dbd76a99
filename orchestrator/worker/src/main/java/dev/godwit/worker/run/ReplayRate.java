package dev.godwit.worker.run;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Holds a replay to the rate of its {@link ReplayControl}: after the records of a step it says how
 * long to wait. A changed rate counts from the change on, and a wait that was longer than it had to
 * be is not made up for. Not thread-safe.
 */
public final class ReplayRate {
  private static final long NANOS_OF_SECOND = Duration.ofSeconds(1).toNanos();

  private final LongSupplier nanos;
  private int rate;
  private long freeAtNanos;

  public ReplayRate() {
    this(System::nanoTime);
  }

  /**
   * @param nanos the clock, as {@link System#nanoTime}
   */
  public ReplayRate(LongSupplier nanos) {
    this.nanos = nanos;
    this.freeAtNanos = nanos.getAsLong();
  }

  /**
   * Most records of the next step: no more than one second's.
   *
   * @param records most records where the replay has no rate
   */
  public int most(ReplayControl control, int records) {
    return control.rate() == 0 ? records : Math.min(records, control.rate());
  }

  /** Counts the records of a step. */
  public void took(ReplayControl control, long records) {
    follow(control);
    if (rate > 0 && records > 0) {
      freeAtNanos = Math.max(freeAtNanos, nanos.getAsLong()) + records * NANOS_OF_SECOND / rate;
    }
  }

  /** How long to wait before the next record; zero for not at all. */
  public Duration untilNext(ReplayControl control) {
    follow(control);
    return rate == 0
        ? Duration.ZERO
        : Duration.ofNanos(Math.max(0, freeAtNanos - nanos.getAsLong()));
  }

  private void follow(ReplayControl control) {
    if (control.rate() != rate) {
      rate = control.rate();
      freeAtNanos = nanos.getAsLong();
    }
  }
}
