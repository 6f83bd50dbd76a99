package dev.godwit.orchestrator.domain.common;

import java.util.Locale;

/**
 * The fate of the synthetic live events of one route.
 *
 * @param route topic, tail, webhook: and the name of a mail provider, or webhooks for the process
 *     that takes them
 * @param sent events that were sent
 * @param loaded events that are rows of staging
 * @param duplicates events that were recognised as rows that staging had already
 * @param quarantined events that the transformer or the loader quarantined
 * @param missing events of which neither stage has an outcome within the time
 * @param problem what was expected, found and is to be done; empty where every event arrived
 */
public record RouteArrival(
    String route,
    long sent,
    long loaded,
    long duplicates,
    long quarantined,
    long missing,
    String problem) {
  private static final String NO_LETTER_OR_DIGIT = "[^A-Z0-9]+";

  /** Whether every event of the route arrived. */
  public boolean isComplete() {
    return problem.isEmpty() && quarantined == 0 && missing == 0;
  }

  /** The finding where not every event arrived; a waiver names it. */
  public QuarantineCount finding() {
    return new QuarantineCount(
        Entity.ENGAGEMENTS,
        Stage.VALIDATE,
        QuarantineCount.LIVE_ROUTE
            + route.toUpperCase(Locale.ROOT).replaceAll(NO_LETTER_OR_DIGIT, "_"),
        Math.max(1, quarantined + missing));
  }
}
