package dev.godwit.local.demo;

import java.io.PrintWriter;

/** Prints the steps of a demo or a bench, and details below them. Not thread-safe. */
public final class Narrator {
  private final PrintWriter out;

  public Narrator(PrintWriter out) {
    this.out = out;
  }

  /** A new step. */
  public void step(String words) {
    out.println();
    out.println("== " + words);
    out.flush();
  }

  /** A line about the step. */
  public void detail(String words) {
    out.println("   " + words);
    out.flush();
  }

  /** Text with line breaks of its own. */
  public void text(String lines) {
    out.print(lines);
    out.flush();
  }
}
