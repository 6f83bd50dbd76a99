package dev.godwit.orchestrator.domain.event;

/**
 * Somebody asked for a customer to be moved.
 *
 * @param customer the customer's id in the old system
 * @param sourcePack name of the source pack
 * @param targetPack name of the target pack
 * @param why why, in the words of whoever asked
 */
public record MigrationRequested(String customer, String sourcePack, String targetPack, String why)
    implements Event {}
