package dev.godwit.traffic;

import java.time.Duration;
import java.util.Map;

/**
 * The events that were sent and acknowledged.
 *
 * @param byRoute events by the route that they were sent by
 * @param byAnomaly events by their anomaly
 * @param repeatedBySameRoute events sent once more by the same route
 * @param repeatedByOtherRoute events sent once more by another route
 * @param repeatedRequests providers' requests that were posted twice
 * @param longTransactions source transactions that stayed open while later ones were committed
 * @param retries what was sent again because it was not acknowledged
 * @param distinctSound different events that must be in the target
 * @param length time since the traffic began
 */
public record TrafficTotals(
    Map<Route, Long> byRoute,
    Map<Anomaly, Long> byAnomaly,
    long repeatedBySameRoute,
    long repeatedByOtherRoute,
    long repeatedRequests,
    long longTransactions,
    long retries,
    long distinctSound,
    Duration length) {
  /** Events by all routes. */
  public long all() {
    return byRoute.values().stream().mapToLong(Long::longValue).sum();
  }

  public double perSecond() {
    return all() / Math.max(1e-9, length.toNanos() / 1e9);
  }
}
