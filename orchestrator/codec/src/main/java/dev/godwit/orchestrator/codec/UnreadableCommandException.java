package dev.godwit.orchestrator.codec;

import dev.godwit.orchestrator.domain.decide.Decision.Rejection;

/** A command that cannot be read, now or later: poison. It is answered with a rejection. */
public final class UnreadableCommandException extends Exception {
  /** Name of a command whose name was not understood. */
  public static final String UNREADABLE = "unreadable";

  private static final long serialVersionUID = 1L;

  private final String command;
  private final String commandId;
  private final String customer;
  private final transient Rejection rejection;

  /**
   * @param command its name as far as it was understood
   * @param commandId null where it gave none
   * @param customer null where it gave none
   */
  public UnreadableCommandException(
      String command, String commandId, String customer, Rejection rejection) {
    super(rejection.toString());
    this.command = command;
    this.commandId = commandId;
    this.customer = customer;
    this.rejection = rejection;
  }

  public String command() {
    return command;
  }

  public String commandId() {
    return commandId;
  }

  public String customer() {
    return customer;
  }

  public Rejection rejection() {
    return rejection;
  }
}
