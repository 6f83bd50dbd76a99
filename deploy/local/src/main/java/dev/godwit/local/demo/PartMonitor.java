package dev.godwit.local.demo;

import dev.godwit.local.stack.Part;
import dev.godwit.local.stack.Stack;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Notices parts of the stack whose process has ended or is running again: a run that waits for an
 * ended process looks like a slow one. Not thread-safe.
 */
public final class PartMonitor implements Supplier<List<String>> {
  private final Stack stack;
  private final Set<Part> ended = EnumSet.noneOf(Part.class);

  /**
   * @param stack a stack of which every part runs
   */
  public PartMonitor(Stack stack) {
    this.stack = stack;
  }

  /** A line for each part that has ended or is running again since the last call. */
  @Override
  public List<String> get() {
    List<String> lines = new ArrayList<>();
    for (Part part : Part.values()) {
      boolean running = stack.isRunning(part);
      if (running && ended.remove(part)) {
        lines.add("        + The %s is running again.".formatted(part.label()));
      } else if (!running && ended.add(part)) {
        lines.add(
            "        ! The process of the %s has ended; its log is %s. The migration waits for it. Start it again, in another shell, with: ./godwit up"
                .formatted(part.label(), stack.log(part)));
      }
    }
    return lines;
  }
}
