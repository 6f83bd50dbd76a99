package dev.godwit.orchestrator.engine;

import dev.godwit.orchestrator.domain.decide.Rejection;

/** A command that cannot be read, now or later: poison. It is answered with a rejection. */
final class UnreadableCommandException extends Exception {
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
  UnreadableCommandException(
      String command, String commandId, String customer, Rejection rejection) {
    super(rejection.toString());
    this.command = command;
    this.commandId = commandId;
    this.customer = customer;
    this.rejection = rejection;
  }

  String command() {
    return command;
  }

  String commandId() {
    return commandId;
  }

  String customer() {
    return customer;
  }

  Rejection rejection() {
    return rejection;
  }
}
