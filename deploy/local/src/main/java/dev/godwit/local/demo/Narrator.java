package dev.godwit.local.demo;

import java.io.PrintWriter;

/** Tells what is going on: steps, and details below them. Not thread-safe. */
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

  /** Something about the step. */
  public void detail(String words) {
    out.println("   " + words);
    out.flush();
  }

  /** Text that has its own lines. */
  public void text(String lines) {
    out.print(lines);
    out.flush();
  }
}
