package dev.godwit.extractor.engagement.tail;

import dev.godwit.pack.TailSource;
import java.time.Duration;

/**
 * When a tail polls next, and how many rows it may read: a rate over all polls, with longer pauses
 * while no rows come and while many keys are remembered. Times are nanoseconds of one clock. Not
 * thread-safe.
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

  /** Nanoseconds until the next poll; 0 or less where it is due. */
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

  /** A poll is complete. */
  void polled(long now, Tail.Poll poll, boolean unsettled, int remembered) {
    allowed -= poll.cost();
    if (poll.more()) {
      pause = source.every().toNanos();
      due = allowed >= 1 ? now : now + (long) ((1 - allowed) * SECOND / source.rowsPerSecond());
      return;
    }
    if (poll.events().isEmpty()) {
      long longest = Math.max(unsettled ? LONGEST_UNSETTLED : LONGEST, source.every().toNanos());
      pause = Math.min(longest, pause + pause / 2);
    } else {
      pause = source.every().toNanos();
    }
    due = now + pause + pause * (remembered / KEYS_A_PAUSE);
  }

  /** A poll failed; the next one is due after the wait. */
  void failed(long now, Duration wait) {
    due = now + wait.toNanos();
  }
}
