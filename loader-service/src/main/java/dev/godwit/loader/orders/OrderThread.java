package dev.godwit.loader.orders;

import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.worker.failure.SqlFailure;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.errors.InterruptException;
import org.jboss.logging.Logger;

/**
 * The thread that works on one order. After an error of a client it begins again at what the target
 * database holds. Thread-safe, but for {@link #work}, which the thread calls.
 */
public abstract class OrderThread {
  private static final Logger LOG = Logger.getLogger(OrderThread.class);
  private static final Duration PAUSE_AFTER_ERROR = Duration.ofSeconds(2);

  private final String subject;
  private final Thread thread;
  private volatile boolean ending;
  private volatile boolean skipped;

  /**
   * @param name name of the thread
   * @param subject the order as log lines name it, with its run
   */
  protected OrderThread(String name, String subject) {
    this.subject = subject;
    this.thread = Thread.ofPlatform().name(name).unstarted(this::run);
  }

  /**
   * Works on the order until it is done, or another loader has it.
   *
   * @throws Exception after which it is called again; but not after an order that cannot be read
   */
  protected abstract void work() throws Exception;

  /** Whether the thread was asked to end. */
  protected final boolean isEnding() {
    return ending;
  }

  final void start() {
    thread.start();
  }

  /** Asks the thread to end; {@link #await} waits for it. */
  final void end() {
    ending = true;
    thread.interrupt();
  }

  final void await(Duration timeout) throws InterruptedException {
    thread.join(timeout.toMillis());
  }

  /** Whether the order needs no further thread for now: it is worked on, or cannot be read. */
  final boolean isSettled() {
    return skipped || thread.isAlive();
  }

  private void run() {
    while (!ending) {
      try {
        work();
        return;
      } catch (InterruptedException | InterruptException e) {
        if (!ending) {
          LOG.warnf("%s was interrupted; begins again.", subject);
        }
      } catch (UnreadableRecordException e) {
        skipped = true;
        LOG.errorf(
            "%s is skipped, since this version cannot read its order: %s. Start a loader of the version that wrote it.",
            subject, e.getMessage());
        return;
      } catch (SQLException e) {
        LOG.errorf("%s begins again after an error: %s", subject, SqlFailure.describe(e));
        LockSupport.parkNanos(PAUSE_AFTER_ERROR.toNanos());
      } catch (Exception e) {
        LOG.errorf(e, "%s begins again after an error.", subject);
        LockSupport.parkNanos(PAUSE_AFTER_ERROR.toNanos());
      }
    }
  }
}
