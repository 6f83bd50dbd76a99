package dev.godwit.orchestrator.domain.report;

/**
 * A stage waits for something outside.
 *
 * @param waitingFor what for, e.g. the source database
 * @param error the error as the client reported it, without a password
 */
public record WaitingReport(String waitingFor, String error) implements Report {}
