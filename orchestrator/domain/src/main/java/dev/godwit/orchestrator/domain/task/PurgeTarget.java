package dev.godwit.orchestrator.domain.task;

/**
 * Loader: close the run for loading, disable the customer if enabled, purge, count.
 *
 * @param reason why
 */
public record PurgeTarget(String reason) implements Task {}
