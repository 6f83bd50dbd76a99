package dev.godwit.orchestrator.domain.report;

/** A report as it came in. */
public record Reported(ReportEnvelope envelope, Report report) {}
