package dev.godwit.orchestrator.domain.report;

/** The run's target is empty and open for loading. */
public record PrepareReport() implements Report {}
