package dev.godwit.orchestrator.domain.common;

/**
 * A statement of a pack that was run.
 *
 * @param statement its name in the pack
 * @param rows rows that it wrote; of a query the rows that it returned
 * @param durationMillis how long it took, milliseconds
 */
public record StatementResult(String statement, long rows, long durationMillis) {}
