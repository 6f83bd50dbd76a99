package dev.godwit.orchestrator.domain.event;

/** The run's target is empty and open for loading. */
public record TargetPrepared() implements Event {}
