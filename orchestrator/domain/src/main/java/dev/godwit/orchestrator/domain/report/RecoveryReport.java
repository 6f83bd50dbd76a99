package dev.godwit.orchestrator.domain.report;

/**
 * What a stage waited for is back.
 *
 * @param waitedFor what for
 * @param waitedMillis how long, milliseconds
 */
public record RecoveryReport(String waitedFor, long waitedMillis) implements Report {}
