package dev.godwit.orchestrator.domain.event;

/** Intent: the old system is about to be frozen for the customer. */
public record FreezeStarted() implements Event {}
