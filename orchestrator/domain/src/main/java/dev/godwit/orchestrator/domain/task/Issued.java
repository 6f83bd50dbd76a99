package dev.godwit.orchestrator.domain.task;

/** A task as it goes out. */
public record Issued(TaskEnvelope envelope, Task task) {}
