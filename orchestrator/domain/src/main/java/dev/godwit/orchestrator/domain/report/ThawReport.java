package dev.godwit.orchestrator.domain.report;

/** Thawed; asked back, it said so. */
public record ThawReport() implements Report {}
