package dev.godwit.orchestrator.domain.command;

/**
 * Assess the customer and rehearse the move into staging. Requests the migration where there is
 * none.
 *
 * @param commandId UUID chosen by the sender; the same id twice is answered once. Where null,
 *     topic, partition and offset stand for it
 * @param customer the customer's id in the old system; * for a command about the whole programme
 * @param by who asks
 * @param why why, for whoever reads the history
 * @param sourcePack name of the source pack; empty for the configured default
 * @param targetPack name of the target pack; empty for the configured default
 */
public record RehearseMigration(
    String commandId, String customer, String by, String why, String sourcePack, String targetPack)
    implements Command {}
