package dev.godwit.orchestrator.domain.command;

/**
 * Cut live engagement now and ask for a verdict.
 *
 * @param commandId UUID chosen by the sender; the same id twice is answered once. Where null,
 *     topic, partition and offset stand for it
 * @param customer the customer's id in the old system
 * @param by who asks; {@code clock} where nobody did
 * @param why why, for whoever reads the history
 */
public record TakeCut(String commandId, String customer, String by, String why) implements Command {
  /** Who asks where nobody did: the clock. */
  public static final String CLOCK = "clock";
}
