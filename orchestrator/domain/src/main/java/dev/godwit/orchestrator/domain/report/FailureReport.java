package dev.godwit.orchestrator.domain.report;

/**
 * A stage met what no retry mends.
 *
 * @param subject entity, table or file it happened on
 * @param error what happened, without a row's content
 * @param action what to do
 */
public record FailureReport(String subject, String error, String action) implements Report {}
