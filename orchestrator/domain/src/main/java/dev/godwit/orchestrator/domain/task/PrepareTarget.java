package dev.godwit.orchestrator.domain.task;

/**
 * Loader: empty staging (rehearsal) or prove the target empty (live), run the pack's prepare
 * statement, open the run for loading.
 */
public record PrepareTarget() implements Task {}
