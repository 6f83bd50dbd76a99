package dev.godwit.orchestrator.domain.task;

/** Extractor: thaw the customer in the old system and ask back. */
public record ThawSource() implements Task {}
