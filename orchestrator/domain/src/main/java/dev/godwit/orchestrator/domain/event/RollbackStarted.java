package dev.godwit.orchestrator.domain.event;

/**
 * Intent: stop loading, purge, prove empty, thaw.
 *
 * @param reason why
 * @param cause COMMAND, STAGE_FAILED, VERDICT or REFUSED
 * @param firstFailure the first failing record or statement, without content; empty where there is
 *     none
 * @param nextStep what to do next
 */
public record RollbackStarted(String reason, String cause, String firstFailure, String nextStep)
    implements Event {}
