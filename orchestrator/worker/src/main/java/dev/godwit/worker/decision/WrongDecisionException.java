package dev.godwit.worker.decision;

import dev.godwit.records.Topics;
import dev.godwit.worker.failure.StageFailedException;

/** A decision that an event names is not where the event says. Fatal: no retry brings it back. */
final class WrongDecisionException extends Exception {
  private static final long serialVersionUID = 1L;

  private static final String ACTION =
      "The topic %1$s is kept for ever, and its offsets must not change: bring its records back as"
          + " they were. Or take the decision back (godwit decisions, godwit merges undo, godwit"
          + " fixes undo), decide again, and rehearse again.";

  private final long position;
  private final String found;

  WrongDecisionException(long position, String found) {
    this(position, found, null);
  }

  WrongDecisionException(long position, String found, Throwable cause) {
    super(found, cause);
    this.position = position;
    this.found = found;
  }

  /** The failure of the stage that needs the decision. */
  StageFailedException toFailure(String customer) {
    return new StageFailedException(
        "decisions",
        "Expected a decision of customer %s at offset %d of %s, found %s."
            .formatted(customer, position, Topics.COMMANDS, found),
        ACTION.formatted(Topics.COMMANDS),
        getCause());
  }
}
