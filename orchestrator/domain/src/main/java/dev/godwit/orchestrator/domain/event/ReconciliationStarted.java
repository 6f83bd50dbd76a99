package dev.godwit.orchestrator.domain.event;

/**
 * All entities have the cut; the validator was asked for a verdict.
 *
 * @param cut number of the cut
 */
public record ReconciliationStarted(int cut) implements Event {}
