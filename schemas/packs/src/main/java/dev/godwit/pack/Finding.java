package dev.godwit.pack;

/**
 * One thing that is wrong in a pack.
 *
 * @param at where
 * @param expected the expectation
 * @param found the pack's text, or its form
 * @param action what to do
 */
public record Finding(Position at, String expected, String found, String action) {
  @Override
  public String toString() {
    return at + ": expected " + expected + ", found " + found + "; " + action;
  }
}
