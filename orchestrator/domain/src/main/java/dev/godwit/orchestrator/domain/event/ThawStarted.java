package dev.godwit.orchestrator.domain.event;

/** Intent: the old system is about to be re-enabled. */
public record ThawStarted() implements Event {}
