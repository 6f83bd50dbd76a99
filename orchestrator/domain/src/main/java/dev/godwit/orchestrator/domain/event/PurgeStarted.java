package dev.godwit.orchestrator.domain.event;

/**
 * Intent: the run's rows are about to be purged from the target, and loading of the run is closed
 * for ever.
 *
 * @param reason why
 * @param purpose what follows the purge: REHEARSAL_PASSED, REHEARSAL_FAILED, CANCEL, RETRY or
 *     ROLLBACK
 */
public record PurgeStarted(String reason, String purpose) implements Event {}
