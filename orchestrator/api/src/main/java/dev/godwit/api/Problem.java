package dev.godwit.api;

/**
 * Reason why a request could not be fulfilled, and the remedy.
 *
 * @param expected the expectation, a noun with its details
 * @param found the fact that differs
 * @param action the remedy, a sentence
 */
public record Problem(String expected, String found, String action) {
  /** As one sentence. */
  public String sentence() {
    return "Expected " + expected + ", but found " + found + ". " + action;
  }

  /** As three lines for a terminal, each ended by a line feed of the platform. */
  public String text() {
    return String.format(
        "  expected  %s%n  found     %s%n  do        %s%n", expected, found, action);
  }
}
