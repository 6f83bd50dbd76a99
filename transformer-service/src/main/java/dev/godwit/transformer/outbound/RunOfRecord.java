package dev.godwit.transformer.outbound;

/**
 * The run that a record belongs to.
 *
 * @param runId customer and number, joined by {@code /}
 * @param customer the customer
 */
public record RunOfRecord(String runId, String customer) {}
