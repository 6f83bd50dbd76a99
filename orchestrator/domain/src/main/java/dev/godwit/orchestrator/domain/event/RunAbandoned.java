package dev.godwit.orchestrator.domain.event;

/**
 * The run cannot go on but another one can: its target is purged and a new run begins.
 *
 * @param reason why, e.g. the snapshot was lost with the process that held it
 */
public record RunAbandoned(String reason) implements Event {}
