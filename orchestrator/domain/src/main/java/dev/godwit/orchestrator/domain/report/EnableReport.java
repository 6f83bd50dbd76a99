package dev.godwit.orchestrator.domain.report;

/** Enabled; asked back, it said so. */
public record EnableReport() implements Report {}
