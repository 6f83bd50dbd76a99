package dev.godwit.orchestrator.domain.task;

/** Extractor: open the snapshot, find the merges, cut the entities into chunks. */
public record PlanExtraction() implements Task {}
