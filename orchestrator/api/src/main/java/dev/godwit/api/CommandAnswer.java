package dev.godwit.api;

import java.time.Instant;

/**
 * What became of a command.
 *
 * @param commandId id of the command
 * @param state whether it is answered, and how
 * @param command name of the command; null while pending
 * @param customer the customer; null while pending
 * @param at when it was answered; null while pending
 * @param text what happened first because of it, one sentence; null unless accepted
 * @param problem why it was rejected; null unless rejected
 */
public record CommandAnswer(
    String commandId,
    State state,
    String command,
    String customer,
    Instant at,
    String text,
    Problem problem) {

  /** Whether a command is answered. */
  public enum State {
    /** Not yet, or no such command is known. */
    PENDING,
    ACCEPTED,
    REJECTED
  }

  /** The answer while there is none. */
  public static CommandAnswer pending(String commandId) {
    return new CommandAnswer(commandId, State.PENDING, null, null, null, null, null);
  }
}
