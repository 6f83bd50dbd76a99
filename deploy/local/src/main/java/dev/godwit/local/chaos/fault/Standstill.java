package dev.godwit.local.chaos.fault;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Holds once the run stands still: another stage has said that it waits, or the events have not
 * become more for some seconds. Not thread-safe.
 */
final class Standstill implements BooleanSupplier {
  private static final long QUIET_NANOS = Duration.ofSeconds(4).toNanos();
  private static final String WAITING = "StageWaiting";

  private final Disturbed disturbed;
  private final int waitingBefore;
  private int seen = -1;
  private long sinceNanos;

  Standstill(Disturbed disturbed) {
    this.disturbed = disturbed;
    this.waitingBefore = disturbed.events(WAITING);
  }

  @Override
  public boolean getAsBoolean() {
    int now = disturbed.events("*");
    if (now != seen) {
      seen = now;
      sinceNanos = System.nanoTime();
    }
    return disturbed.events(WAITING) > waitingBefore
        || System.nanoTime() - sinceNanos > QUIET_NANOS;
  }
}
