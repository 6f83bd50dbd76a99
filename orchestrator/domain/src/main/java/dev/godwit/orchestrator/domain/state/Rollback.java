package dev.godwit.orchestrator.domain.state;

/**
 * Why a live run goes back.
 *
 * @param reason why
 * @param firstFailure the first failing record or statement, without content; may be empty
 * @param nextStep what to do next; may be empty
 */
public record Rollback(String reason, String firstFailure, String nextStep) {}
