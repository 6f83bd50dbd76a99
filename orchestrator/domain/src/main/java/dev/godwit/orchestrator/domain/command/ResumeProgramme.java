package dev.godwit.orchestrator.domain.command;

/**
 * Go on with all.
 *
 * @param commandId UUID chosen by the sender; the same id twice is answered once. Where null,
 *     topic, partition and offset stand for it
 * @param customer the customer's id in the old system; * for a command about the whole programme
 * @param by who asks
 * @param why why, for whoever reads the history
 */
public record ResumeProgramme(String commandId, String customer, String by, String why)
    implements Command {}
