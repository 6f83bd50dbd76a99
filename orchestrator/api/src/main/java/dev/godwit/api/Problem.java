package dev.godwit.api;

/**
 * Why something could not be done.
 *
 * @param expected what was expected
 * @param found what was found
 * @param action what to do
 */
public record Problem(String expected, String found, String action) {
  /** As one sentence. */
  public String sentence() {
    return "Expected " + expected + ", but found " + found + ". " + action;
  }
}
