package dev.godwit.validator.replay;

import dev.godwit.worker.run.ReplayControl;
import dev.godwit.worker.run.ReplayControl.State;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Counts the rows that a comparison reads, holds it to its rate, and ends it where an event pauses
 * or cancels the replay. Reports each further tenth of the total, once. For one thread.
 */
final class ReplayPace {
  static final int CHECK_EVERY_ROWS = 256;

  private static final long LONGEST_NAP_NANOS = Duration.ofMillis(200).toNanos();
  private static final int TENTHS = 10;

  private final Supplier<ReplayControl> control;
  private final Time time;
  private final LongConsumer progress;
  private final long total;
  private long read;
  private long marked;
  private long passed;
  private long reportedTenths;
  private int rate = -1;
  private long rateSinceNanos;
  private long rowsAtRate;

  /**
   * Clock and rest of a thread.
   *
   * @param nanos {@link System#nanoTime}
   * @param rest lets the thread rest for so many nanoseconds
   */
  record Time(LongSupplier nanos, LongConsumer rest) {
    static final Time SYSTEM = new Time(System::nanoTime, LockSupport::parkNanos);
  }

  /**
   * A pace from row 0 on.
   *
   * @param control the replay's control, as of now
   * @param time clock and rest of the thread
   * @param total rows that will be read, as far as is known
   * @param progress receives the rows read at each further tenth
   */
  ReplayPace(Supplier<ReplayControl> control, Time time, long total, LongConsumer progress) {
    this.control = control;
    this.time = time;
    this.total = total;
    this.progress = progress;
  }

  /**
   * Counts a row, and waits where rows come faster than the rate.
   *
   * @throws ReplayInterruptedException where the replay is paused, cancelled or over
   */
  void row() {
    read++;
    rowsAtRate++;
    if (rowsAtRate % CHECK_EVERY_ROWS == 0 || isFast()) {
      check();
    }
    long tenths = total <= 0 ? 0 : Math.min(TENTHS, read * TENTHS / total);
    if (tenths > reportedTenths) {
      reportedTenths = tenths;
      progress.accept(read);
    }
  }

  /** Passes a row that was counted before, in a further pass. */
  void pass() {
    if (++passed % CHECK_EVERY_ROWS == 0) {
      check();
    }
  }

  /**
   * Goes on only while the replay runs and its rate allows it.
   *
   * @throws ReplayInterruptedException where the replay is paused, cancelled or over
   */
  void check() {
    do {
      ReplayControl now = control.get();
      if (now.state() != State.RUNNING) {
        throw new ReplayInterruptedException(now);
      }
      if (now.rate() != rate) {
        rate = now.rate();
        rateSinceNanos = time.nanos().getAsLong();
        rowsAtRate = 0;
      }
      if (isFast()) {
        time.rest().accept(Math.min(LONGEST_NAP_NANOS, aheadNanos()));
      }
    } while (isFast() && !Thread.currentThread().isInterrupted());
  }

  private boolean isFast() {
    return rate > 0 && aheadNanos() > 0;
  }

  private long aheadNanos() {
    long due = rowsAtRate * (Duration.ofSeconds(1).toNanos() / rate);
    return due - (time.nanos().getAsLong() - rateSinceNanos);
  }

  /** Rows read up to here are done. */
  void mark() {
    marked = read;
  }

  /** Forgets the rows since the mark: they will be read again. */
  void rewind() {
    read = marked;
  }

  /** Rows read. */
  long read() {
    return read;
  }
}
