package dev.godwit.orchestrator.domain.report;

/**
 * The snapshot that the chunks need is gone.
 *
 * @param error what the database said
 */
public record SnapshotLostReport(String error) implements Report {}
