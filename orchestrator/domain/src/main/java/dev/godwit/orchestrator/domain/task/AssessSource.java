package dev.godwit.orchestrator.domain.task;

/** Extractor: does the customer exist, how many rows has it. */
public record AssessSource() implements Task {}
