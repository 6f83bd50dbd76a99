package dev.godwit.orchestrator.domain.common;

/**
 * Synthetic live events that a rehearsal sent by one route.
 *
 * @param route topic, tail, or webhook: and the name of a mail provider
 * @param events events that were sent; 0 where the customer has nothing that the route could carry
 */
public record RouteCount(String route, long events) {}
