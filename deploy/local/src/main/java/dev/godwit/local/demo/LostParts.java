package dev.godwit.local.demo;

import dev.godwit.local.stack.Part;
import dev.godwit.local.stack.Stack;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Notices parts of the stack whose process has ended, and those that are back: who is dead cannot
 * say so, and a run that waits for it looks like one that is slow. Not thread-safe.
 */
public final class LostParts implements Supplier<List<String>> {
  private final Stack stack;
  private final Set<Part> lost = EnumSet.noneOf(Part.class);

  /** Of a stack of which everything runs. */
  public LostParts(Stack stack) {
    this.stack = stack;
  }

  /** A line for each that has ended or come back since the last call. */
  @Override
  public List<String> get() {
    List<String> lines = new ArrayList<>();
    for (Part part : Part.values()) {
      boolean running = stack.isRunning(part);
      if (running && lost.remove(part)) {
        lines.add("        + The %s runs again.".formatted(part.label()));
      } else if (!running && lost.add(part)) {
        lines.add(
            "        ! The process of the %s has ended; its log is %s. What needs it waits. Start it again, in another shell, with: ./godwit up"
                .formatted(part.label(), stack.log(part)));
      }
    }
    return lines;
  }
}
