package dev.godwit.orchestrator.domain.event;

/** The old system refuses writes of the customer; asked back, it said so. */
public record SourceFrozen() implements Event {}
