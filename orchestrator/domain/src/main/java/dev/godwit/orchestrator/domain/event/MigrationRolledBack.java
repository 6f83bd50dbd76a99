package dev.godwit.orchestrator.domain.event;

/**
 * The new system holds no row of the customer and the old one is enabled.
 *
 * @param reason why it was rolled back
 * @param firstFailure the first failing record or statement, without content
 * @param nextStep what to do next
 */
public record MigrationRolledBack(String reason, String firstFailure, String nextStep)
    implements Event {}
