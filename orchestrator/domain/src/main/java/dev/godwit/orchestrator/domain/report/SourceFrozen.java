package dev.godwit.orchestrator.domain.report;

/** Frozen; asked back, it said so. */
public record SourceFrozen() implements Report {}
