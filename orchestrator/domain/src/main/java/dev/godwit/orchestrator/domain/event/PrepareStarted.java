package dev.godwit.orchestrator.domain.event;

/** Intent: the run's target is about to be prepared. */
public record PrepareStarted() implements Event {}
