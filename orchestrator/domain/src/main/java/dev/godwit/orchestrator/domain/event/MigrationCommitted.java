package dev.godwit.orchestrator.domain.event;

/**
 * The new system is enabled; asked back, it said so. There is no way back from here.
 *
 * @param cut the reconciled cut
 */
public record MigrationCommitted(int cut) implements Event {}
