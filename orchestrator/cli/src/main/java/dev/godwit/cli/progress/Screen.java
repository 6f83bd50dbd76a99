package dev.godwit.cli.progress;

import java.io.PrintWriter;
import java.util.List;

/**
 * A part of a terminal that is drawn again and again below lines that stay. Where there is no
 * terminal only the lines that stay are written. Not thread-safe.
 */
public final class Screen {
  private final PrintWriter out;
  private final boolean terminal;
  private int drawn;

  /**
   * @param out where to write
   * @param terminal it understands cursor movement
   */
  public Screen(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** Whether anything is redrawn at all. */
  public boolean live() {
    return terminal;
  }

  /** Writes lines that stay, above what is redrawn. */
  public void say(List<String> lines) {
    if (lines.isEmpty()) {
      return;
    }
    wipe();
    lines.forEach(out::println);
    out.flush();
  }

  /** Draws the part that is redrawn; does nothing without a terminal. */
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

  /** Lets what was drawn last stay. */
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
