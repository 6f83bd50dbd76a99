package dev.godwit.extractor.engagement;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jboss.logging.Logger;

/**
 * Runs steps on a thread of its own for as long as the process. When a step fails, the worker
 * releases what the steps hold and resumes after a pause. Thread-safe.
 */
public final class ContinuousWorker {
  private static final Logger LOG = Logger.getLogger(ContinuousWorker.class);
  private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(3);

  /** A precondition of the first step. */
  @FunctionalInterface
  public interface Precondition {
    /** Waits until it holds. */
    void await() throws InterruptedException;
  }

  private final String name;
  private final Precondition precondition;
  private final Runnable step;
  private final Runnable release;
  private volatile boolean stopping;
  private volatile Thread thread;

  /**
   * A worker that is not started.
   *
   * @param name name of the thread, after {@code godwit-}
   * @param precondition awaited once, on that thread
   * @param step one step; must resume from durable positions, since {@code release} may have run
   *     before it
   * @param release closes what the steps hold; also called at the end, on the same thread
   */
  public ContinuousWorker(String name, Precondition precondition, Runnable step, Runnable release) {
    this.name = name;
    this.precondition = precondition;
    this.step = step;
    this.release = release;
  }

  /** Starts the thread. */
  public void start() {
    thread = Thread.ofPlatform().daemon().name("godwit-" + name).start(this::run);
  }

  /** True where the thread has not ended; also before it was started. */
  public boolean isAlive() {
    Thread started = thread;
    return started == null || started.isAlive();
  }

  /** True once {@link #stop} was called; a step that waits must give up then. */
  public boolean isStopping() {
    return stopping;
  }

  private void run() {
    try {
      precondition.await();
      while (!stopping && !Thread.currentThread().isInterrupted()) {
        takeStep();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      Thread.interrupted(); // Closing must not be interrupted.
      release.run();
    }
  }

  private void takeStep() {
    try {
      step.run();
    } catch (InterruptException e) {
      Thread.currentThread().interrupt();
    } catch (KafkaException e) {
      LOG.warnf("The %s resumes from its durable positions in 1 s: %s", name, e.toString());
      resumeLater();
    } catch (RuntimeException e) {
      LOG.errorf(e, "The %s failed and resumes from its durable positions in 1 s", name);
      resumeLater();
    }
  }

  private void resumeLater() {
    release.run();
    LockSupport.parkNanos(RETRY_PAUSE.toNanos());
  }

  /** Stops the thread; waits a few seconds for its end. */
  public void stop() {
    stopping = true;
    Thread started = thread;
    if (started != null) {
      started.interrupt();
      try {
        started.join(STOP_TIMEOUT);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
