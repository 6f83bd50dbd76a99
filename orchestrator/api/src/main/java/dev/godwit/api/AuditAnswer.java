package dev.godwit.api;

import java.time.Instant;

/**
 * A command of a person or a service, and what came of it.
 *
 * @param at when the broker took the command
 * @param by its author: whom a signature proves, or topic
 * @param claimed the identity that it named without proof; empty where it named none
 * @param route how it reached its topic
 * @param customer the customer that it is about; * for the whole programme, or where it names none
 * @param command name of the command where it was refused, else of the first event that it caused
 * @param commandId its id
 * @param offset its offset in migration.commands.v1; -1 in histories from before that was recorded
 * @param refused whether nothing came of it
 * @param text what it caused, one sentence; empty where it was refused
 * @param problem why it was refused; null where it was not
 */
public record AuditAnswer(
    Instant at,
    String by,
    String claimed,
    Route route,
    String customer,
    String command,
    String commandId,
    long offset,
    boolean refused,
    String text,
    Problem problem) {
  /** The way of a command to its topic. */
  public enum Route {
    /** Histories from before routes were recorded. */
    UNKNOWN("unknown"),
    /** By the REST interface, which authenticated a person. */
    REST("REST"),
    /** Its author published and signed it. */
    SIGNED("topic, signed"),
    /** Nobody signed it. */
    UNSIGNED("topic, unsigned"),
    /** By the orchestrator's clock. */
    CLOCK("clock");

    private final String label;

    Route(String label) {
      this.label = label;
    }

    /** The words for people. */
    public String label() {
      return label;
    }
  }
}
