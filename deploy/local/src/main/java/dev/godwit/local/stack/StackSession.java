package dev.godwit.local.stack;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The stack during one command: starts the parts that are not running, and ends these again at the
 * end or on an interrupt, unless they are to be kept. Parts that were running before stay.
 */
public final class StackSession implements AutoCloseable {
  private final Stack stack;
  private final Consumer<String> progress;
  private final Thread onInterrupt;
  private final Set<Part> ours;
  private volatile boolean ends;

  private StackSession(Stack stack, boolean keep, Consumer<String> progress) {
    this.stack = stack;
    this.progress = progress;
    this.ours = EnumSet.allOf(Part.class);
    ours.removeIf(stack::isRunning);
    this.ends = !keep && !ours.isEmpty();
    this.onInterrupt = new Thread(this::interrupted, "end-stack");
  }

  /**
   * Starts the parts that are not running.
   *
   * @param keep whether to leave the parts running at the end
   * @param progress receives a line at each step
   */
  public static StackSession open(StackSettings settings, boolean keep, Consumer<String> progress) {
    StackSession session = new StackSession(new Stack(settings), keep, progress);
    Runtime.getRuntime().addShutdownHook(session.onInterrupt);
    try {
      Set<Part> started = session.stack.start(progress);
      if (started.isEmpty()) {
        progress.accept("the stack is running already");
      }
      return session;
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  public Stack stack() {
    return stack;
  }

  /** Those of some parts that were running before, in the order of starting. */
  public Set<Part> found(Set<Part> among) {
    Set<Part> found = EnumSet.copyOf(among);
    found.removeAll(ours);
    return found;
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(onInterrupt);
    } catch (IllegalStateException e) {
      return; // The program is ending; the hook does it.
    }
    end();
  }

  private void interrupted() {
    if (ends) {
      stack.abandon(ours);
    }
  }

  private void end() {
    if (ends) {
      ends = false;
      stack.stop(ours, progress);
    }
  }
}
