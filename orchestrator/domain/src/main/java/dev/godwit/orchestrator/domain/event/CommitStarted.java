package dev.godwit.orchestrator.domain.event;

/**
 * Intent: the new system is about to be enabled for the customer.
 *
 * @param cut the reconciled cut
 */
public record CommitStarted(int cut) implements Event {}
