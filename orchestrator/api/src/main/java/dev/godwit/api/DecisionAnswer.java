package dev.godwit.api;

import java.time.Instant;

/**
 * A decision of a person about data that does not fit. Which rows and values it is about stands in
 * its command alone.
 *
 * @param number its number among those of the customer, from 1
 * @param kind its subject
 * @param position offset in migration.commands.v1 of the command that holds it
 * @param by its author
 * @param at when it was decided
 * @param text what was decided, without ids and values
 * @param why the reason that its author gave
 * @param undone by whom it was taken back, and why; null while it holds
 */
public record DecisionAnswer(
    int number,
    Kind kind,
    long position,
    String by,
    Instant at,
    String text,
    String why,
    Undone undone) {
  /** The subject of a decision. */
  public enum Kind {
    /** A decision about rows that are one. */
    MERGES,
    /** A decision about values that the target cannot take. */
    FIX
  }

  /** The end of a decision. */
  public record Undone(String by, Instant at, String why) {}

  /** Whether later runs have it. */
  public boolean holds() {
    return undone == null;
  }
}
