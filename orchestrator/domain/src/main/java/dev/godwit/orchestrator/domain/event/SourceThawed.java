package dev.godwit.orchestrator.domain.event;

/** The old system takes writes of the customer again; asked back, it said so. */
public record SourceThawed() implements Event {}
