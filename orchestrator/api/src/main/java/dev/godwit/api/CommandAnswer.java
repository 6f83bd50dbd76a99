package dev.godwit.api;

import java.time.Instant;

/**
 * Answer to a command.
 *
 * @param commandId id of the command
 * @param state whether and how it is answered
 * @param command name of the command; null while pending
 * @param customer the customer; null while pending
 * @param at time of the answer; null while pending
 * @param text one sentence: the first event that followed; null unless accepted
 * @param problem the reason of the rejection; null unless rejected
 */
public record CommandAnswer(
    String commandId,
    State state,
    String command,
    String customer,
    Instant at,
    String text,
    Problem problem) {
  /** State of an answer. */
  public enum State {
    /** Not answered yet, or no such command is known. */
    PENDING,
    ACCEPTED,
    REJECTED
  }

  /** The answer while there is none. */
  public static CommandAnswer pending(String commandId) {
    return new CommandAnswer(commandId, State.PENDING, null, null, null, null, null);
  }

  /**
   * Kafka's acknowledgement of a command.
   *
   * @param commandId its id, by which the answer can be asked for
   * @param topic topic it was published to
   * @param offset its offset there
   */
  public record Received(String commandId, String topic, long offset) {}
}
