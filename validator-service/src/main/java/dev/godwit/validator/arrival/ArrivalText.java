package dev.godwit.validator.arrival;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Says what was expected of a route, what was found and what to do. Stateless. */
final class ArrivalText {
  private static final String WEBHOOK = "webhook:";

  private ArrivalText() {}

  /** About the webhooks process that did not answer. */
  static String ofWebhooks(Duration waited) {
    return of("the answer of the webhooks process", waited)
        + " Start that process, or look at its log, and rehearse again; where there is no such process, set GODWIT_REHEARSE_WEBHOOKS=false for the extractor.";
  }

  /** About a message that is missing. */
  static String of(String expected, Duration waited) {
    return "Expected %s within %s, found none.".formatted(expected, waited);
  }

  /**
   * About a route; empty where every event arrived.
   *
   * @param reasons quarantined events by reason
   * @param missing events without an outcome
   */
  static String of(
      String route, int sent, Map<String, Long> reasons, long missing, Duration waited) {
    if (reasons.isEmpty() && missing == 0) {
      return "";
    }
    List<String> found = new ArrayList<>();
    List<String> actions = new ArrayList<>();
    if (!reasons.isEmpty()) {
      found.add(
          reasons.entrySet().stream()
              .map(reason -> "%d in quarantine as %s".formatted(reason.getValue(), reason.getKey()))
              .collect(Collectors.joining(", ")));
      actions.add(
          route.startsWith(WEBHOOK)
              ? "Compare the provider's message id with the pack's column, and see the examples: godwit report."
              : "See the examples: godwit report; correct the pack or the sender.");
    }
    if (missing > 0) {
      found.add("%d without an outcome after %s".formatted(missing, waited));
      actions.add(
          "See what transformer and loader wait for: godwit lag, and their logs; then rehearse again.");
    }
    return "Expected all %d synthetic events by %s to arrive in staging, found %s. %s"
        .formatted(sent, route, String.join(" and ", found), String.join(" ", actions));
  }
}
