package dev.godwit.validator.replay;

import dev.godwit.worker.run.ReplayControl;
import dev.godwit.worker.run.ReplayControl.State;
import dev.godwit.worker.run.ReplayRate;
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
  private final ReplayRate rate;
  private int step = CHECK_EVERY_ROWS;
  private int unchecked;

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
    this.rate = new ReplayRate(time.nanos());
  }

  /**
   * Counts a row; every {@value #CHECK_EVERY_ROWS} rows, or every second's, it waits where they
   * came faster than the rate.
   *
   * @throws ReplayInterruptedException where the replay is paused, cancelled or over
   */
  void row() {
    read++;
    if (++unchecked >= step) {
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
    ReplayControl now = running();
    rate.took(now, unchecked);
    unchecked = 0;
    long wait = rate.untilNext(now).toNanos();
    while (wait > 0 && !Thread.currentThread().isInterrupted()) {
      time.rest().accept(Math.min(LONGEST_NAP_NANOS, wait));
      now = running();
      wait = rate.untilNext(now).toNanos();
    }
    step = rate.most(now, CHECK_EVERY_ROWS);
  }

  private ReplayControl running() {
    ReplayControl now = control.get();
    if (now.state() != State.RUNNING) {
      throw new ReplayInterruptedException(now);
    }
    return now;
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
