package dev.godwit.orchestrator.domain.task;

/** Loader: enable the customer in the new system and ask back. */
public record EnableTarget() implements Task {}
