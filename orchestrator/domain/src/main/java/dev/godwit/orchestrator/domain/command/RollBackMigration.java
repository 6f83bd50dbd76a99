package dev.godwit.orchestrator.domain.command;

/**
 * End the run: purge the target, prove it empty, thaw the old system.
 *
 * @param commandId UUID chosen by the sender; the same id twice is answered once. Where null,
 *     topic, partition and offset stand for it
 * @param customer the customer's id in the old system; * for a command about the whole programme
 * @param by who asks
 * @param why why, for whoever reads the history
 */
public record RollBackMigration(String commandId, String customer, String by, String why)
    implements Command {}
