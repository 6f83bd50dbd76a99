package dev.godwit.local.stack;

import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Restarts the broker once it has lost groups after a kill, as decision 0011 tells operators to do:
 * a defect of Kafka that is seldom met, and more often on a busy machine. For stacks whose broker
 * is killed on purpose.
 */
public final class BrokerWatch implements AutoCloseable {
  private static final long PAUSE_NANOS = 2_000_000_000L;

  /** A broker that said so less often has loaded its groups again. */
  private static final int LOST = 5;

  private final Stack stack;
  private final Consumer<String> progress;
  private final Thread thread;
  private volatile boolean ending;

  /**
   * Watches from now on, in a thread of its own.
   *
   * @param progress receives a line when it restarts the broker
   */
  public BrokerWatch(Stack stack, Consumer<String> progress) {
    this.stack = stack;
    this.progress = progress;
    this.thread = Thread.ofPlatform().daemon().name("broker-watch").start(this::watch);
  }

  private void watch() {
    while (!ending) {
      if (stack.lostGroups() >= LOST) {
        restart();
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private void restart() {
    progress.accept("the broker lost its groups after a kill and is restarted (decision 0011)");
    try {
      stack.restart(Part.BROKER);
    } catch (StackException e) {
      // A fault ended it meanwhile; the supervisor of the case starts it.
      progress.accept("the broker was not restarted: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    ending = true;
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
