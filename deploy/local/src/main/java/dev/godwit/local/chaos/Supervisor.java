package dev.godwit.local.chaos;

import dev.godwit.local.chaos.fault.Disturbed;
import dev.godwit.local.stack.Part;
import dev.godwit.local.stack.Stack;
import dev.godwit.local.stack.StackException;
import java.util.EnumSet;
import java.util.concurrent.locks.LockSupport;

/**
 * Starts parts that have ended again, as a process manager does, but for those that are down on
 * purpose. While one is, it starts none: a part may wait for that one.
 */
final class Supervisor implements AutoCloseable {
  private static final long PAUSE_NANOS = 150_000_000;

  private final Stack stack;
  private final Disturbed disturbed;
  private final Thread thread;
  private volatile boolean ending;

  Supervisor(Stack stack, Disturbed disturbed) {
    this.stack = stack;
    this.disturbed = disturbed;
    this.thread = Thread.ofPlatform().daemon().name("supervisor").start(this::watch);
  }

  private void watch() {
    while (!ending) {
      for (Part part : Part.values()) {
        if (!ending && !disturbed.isOutage() && !stack.isRunning(part)) {
          disturbed.disturbed();
          restart(part);
          disturbed.well();
        }
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private void restart(Part part) {
    try {
      disturbed.stackOf(part).start(EnumSet.of(part), line -> {});
    } catch (StackException e) {
      // It ended while it started, at another crash point: it is started again.
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  @Override
  public void close() {
    ending = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
