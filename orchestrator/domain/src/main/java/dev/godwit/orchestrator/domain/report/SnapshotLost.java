package dev.godwit.orchestrator.domain.report;

/**
 * The snapshot that the chunks need is gone.
 *
 * @param error what the database said
 */
public record SnapshotLost(String error) implements Report {}
