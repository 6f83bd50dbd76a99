package dev.godwit.orchestrator.domain.task;

/** Loader: does the new system hold rows of the customer already. */
public record AssessTarget() implements Task {}
