package dev.godwit.orchestrator.domain.event;

/** An event as it stands in a history: what happened, and its ids, order, time and author. */
public record Recorded(Envelope envelope, Event event) {}
