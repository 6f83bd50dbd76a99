package dev.godwit.wire.clock;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends this process when the wall clock goes back by more than {@link #MOST}. The timers of Kafka's
 * clients and of Kafka Streams follow the wall clock and never go back: heartbeats, commits and
 * looks of the engine would stand still for as long as the clock went back. A process that starts
 * again has new timers, and continues where the killed one was. Smaller steps only delay, and a
 * step forward only lets sessions and requests time out.
 */
public final class ClockWatch {
  /** The step back that is endured. */
  public static final Duration MOST = Duration.ofSeconds(30);

  private static final System.Logger LOG = System.getLogger(ClockWatch.class.getName());
  private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

  /** Temporary failure, as in {@code sysexits.h}: start it again. */
  private static final int EXIT_STATUS = 75;

  private final SteadyClock clock;
  private Duration before = Duration.ZERO;

  ClockWatch(SteadyClock clock) {
    this.clock = clock;
  }

  /** Watches the clock of this machine on a daemon thread, until the process ends. */
  public static void start() {
    ClockWatch watch = new ClockWatch(new SteadyClock());
    Thread.ofPlatform().daemon().name("clock-watch").start(watch::watch);
  }

  private void watch() {
    while (true) {
      LockSupport.parkNanos(LOOK_NANOS);
      Duration step = look();
      if (isTooFarBack(step)) {
        LOG.log(
            Level.ERROR,
            "The clock of this machine went back by {0}. This process ends, since Kafka''s timers"
                + " would stand still as long; start it again.",
            step.negated());
        Runtime.getRuntime().halt(EXIT_STATUS);
      }
    }
  }

  private static boolean isTooFarBack(Duration step) {
    return step.negated().compareTo(MOST) > 0;
  }

  /**
   * The step since the last look; negative for one back. A thread that stands still after it read
   * the wall clock and before it reads the other one sees a step back, so such a step is looked at
   * twice.
   */
  Duration look() {
    Duration now = clock.stepped();
    if (isTooFarBack(now.minus(before))) {
      now = clock.stepped();
    }
    Duration step = now.minus(before);
    before = now;
    return step;
  }
}
