package dev.godwit.orchestrator.domain.common;

/**
 * Rows of one table of the target that belong to one customer.
 *
 * @param table table name as the target pack writes it, without schema
 * @param rows number of rows
 */
public record TableCount(String table, long rows) {}
