package dev.godwit.orchestrator.domain.report;

/** Frozen; asked back, it said so. */
public record FreezeReport() implements Report {}
