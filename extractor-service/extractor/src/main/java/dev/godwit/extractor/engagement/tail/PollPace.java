package dev.godwit.extractor.engagement.tail;

import dev.godwit.pack.TailSource;
import java.time.Duration;

/**
 * How often a tail looks, and how much it may read: rows a second over all looks, longer pauses
 * while nothing comes and while much is remembered. Times in nanoseconds of one clock. Used by one
 * thread.
 */
final class PollPace {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long LONGEST = Duration.ofSeconds(5).toNanos();
  private static final long LONGEST_UNSETTLED = SECOND;
  private static final int KEYS_A_PAUSE = 20_000;
  private static final int LEAST = 2;

  private final TailSource source;
  private double allowed;
  private long at;
  private long due;
  private long pause;

  PollPace(TailSource source, long now) {
    this.source = source;
    this.at = now;
    this.due = now;
    this.allowed = source.rowsPerSecond();
    this.pause = source.every().toNanos();
  }

  boolean isDue(long now) {
    return now - due >= 0;
  }

  /** Nanoseconds until the next look; not above 0 where it is due. */
  long untilDue(long now) {
    return due - now;
  }

  /** Rows that may be read now. */
  int budget(long now) {
    double rate = source.rowsPerSecond();
    allowed = Math.min(rate, allowed + rate * (now - at) / SECOND);
    at = now;
    return (int) Math.max(LEAST, allowed);
  }

  /** A look is over. */
  void looked(long now, Tail.Look look, boolean unsettled, int remembered) {
    allowed -= look.cost();
    if (look.more()) {
      pause = source.every().toNanos();
      due = allowed >= 1 ? now : now + (long) ((1 - allowed) * SECOND / source.rowsPerSecond());
      return;
    }
    if (look.events().isEmpty()) {
      long longest = Math.max(unsettled ? LONGEST_UNSETTLED : LONGEST, source.every().toNanos());
      pause = Math.min(longest, pause + pause / 2);
    } else {
      pause = source.every().toNanos();
    }
    due = now + pause + pause * (remembered / KEYS_A_PAUSE);
  }

  /** Nothing was done; again after a while. */
  void failed(long now, Duration wait) {
    due = now + wait.toNanos();
  }
}
