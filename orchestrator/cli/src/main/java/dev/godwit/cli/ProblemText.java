package dev.godwit.cli;

import dev.godwit.api.Problem;

/** A problem as three lines: expected, found, do. */
public final class ProblemText {
  private ProblemText() {}

  /** Each line ended by a line feed. */
  public static String of(Problem problem) {
    return "  expected  %s%n  found     %s%n  do        %s%n"
        .formatted(problem.expected(), problem.found(), problem.action());
  }
}
