package dev.godwit.orchestrator.domain.task;

/** Extractor: freeze the customer in the old system and ask back. */
public record FreezeSource() implements Task {}
