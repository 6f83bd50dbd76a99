package dev.godwit.cli.progress;

import java.io.PrintWriter;
import java.util.List;

/**
 * An area of a terminal that is redrawn below lines that stay. Without a terminal only the lines
 * that stay are written. Not thread-safe.
 */
public final class Screen {
  private final PrintWriter out;
  private final boolean terminal;
  private int drawn;

  /**
   * @param out output
   * @param terminal true where the output understands cursor movement
   */
  public Screen(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** True where the area is redrawn at all. */
  public boolean live() {
    return terminal;
  }

  /** Writes lines that stay, above the area. */
  public void say(List<String> lines) {
    if (lines.isEmpty()) {
      return;
    }
    wipe();
    lines.forEach(out::println);
    out.flush();
  }

  /** Draws the area; does nothing without a terminal. */
  public void draw(List<String> lines) {
    if (!terminal) {
      return;
    }
    wipe();
    for (String line : lines) {
      out.print(line);
      out.print("\u001b[K\n");
    }
    drawn = lines.size();
    out.flush();
  }

  /** Keeps the area as it was drawn last. */
  public void keep() {
    drawn = 0;
  }

  private void wipe() {
    if (drawn > 0) {
      out.print("\u001b[" + drawn + "A\u001b[J");
      drawn = 0;
    }
  }
}
