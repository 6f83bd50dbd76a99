package dev.godwit.extractor.engagement;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jboss.logging.Logger;

/**
 * Work that goes on for as long as the process: a thread of its own takes one step after another.
 * Where a step fails, what the steps hold is let go, and they begin again after a pause.
 * Thread-safe.
 */
public final class ContinuousWorker {
  private static final Logger LOG = Logger.getLogger(ContinuousWorker.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration END = Duration.ofSeconds(3);

  /** What has to be so before the first step. */
  @FunctionalInterface
  public interface Beginning {
    /** Waits until it is so. */
    void await() throws InterruptedException;
  }

  private final String name;
  private final Beginning beginning;
  private final Runnable step;
  private final Runnable letGo;
  private volatile boolean ending;
  private volatile Thread thread;

  /**
   * Work that has not begun.
   *
   * @param name of the thread, behind {@code godwit-}
   * @param beginning waited for once, by that thread
   * @param step one step; must go on from what is written down, since anything may have been let go
   *     before it
   * @param letGo closes what the steps hold; also called at the end, on the same thread
   */
  public ContinuousWorker(String name, Beginning beginning, Runnable step, Runnable letGo) {
    this.name = name;
    this.beginning = beginning;
    this.step = step;
    this.letGo = letGo;
  }

  /** Begins. */
  public void begin() {
    thread = Thread.ofPlatform().daemon().name("godwit-" + name).start(this::run);
  }

  /** True where it has not ended; also before it has begun. */
  public boolean isAlive() {
    Thread begun = thread;
    return begun == null || begun.isAlive();
  }

  /** True once {@link #end} was called: a step that waits for something gives up. */
  public boolean isEnding() {
    return ending;
  }

  private void run() {
    try {
      beginning.await();
      while (!ending && !Thread.currentThread().isInterrupted()) {
        takeStep();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      Thread.interrupted(); // What is closed now must not be cut off.
      letGo.run();
    }
  }

  private void takeStep() {
    try {
      step.run();
    } catch (InterruptException e) {
      Thread.currentThread().interrupt();
    } catch (KafkaException e) {
      LOG.warnf("The %s begins again from what is written down: %s", name, e.toString());
      beginAgain();
    } catch (RuntimeException e) {
      LOG.errorf(e, "The %s begins again from what is written down.", name);
      beginAgain();
    }
  }

  private void beginAgain() {
    letGo.run();
    LockSupport.parkNanos(PAUSE.toNanos());
  }

  /** Ends it, and waits for that, a moment at most. */
  public void end() {
    ending = true;
    Thread begun = thread;
    if (begun != null) {
      begun.interrupt();
      try {
        begun.join(END);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
