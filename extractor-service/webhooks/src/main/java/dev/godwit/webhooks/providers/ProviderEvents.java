package dev.godwit.webhooks.providers;

import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.webhooks.request.Outcome;
import java.util.List;

/**
 * The content of a verified provider request.
 *
 * @param events its opens and clicks
 * @param unreadable bytes of its events that cannot be read; they are kept and counted, since the
 *     provider would give the others up with them
 * @param ignored number of its events of other kinds
 * @param outcome what the request is counted as once its events are acknowledged
 * @param acknowledged action to run at that moment
 */
public record ProviderEvents(
    List<LiveEngagement> events,
    List<byte[]> unreadable,
    int ignored,
    Outcome outcome,
    Runnable acknowledged) {
  /** Opens and clicks, and the number of other events. */
  static ProviderEvents of(List<LiveEngagement> events, int ignored) {
    return of(events, List.of(), ignored);
  }

  /** The same, of a request with unreadable events. */
  static ProviderEvents of(List<LiveEngagement> events, List<byte[]> unreadable, int ignored) {
    boolean nothing = events.isEmpty() && unreadable.isEmpty();
    return new ProviderEvents(
        events, unreadable, ignored, nothing ? Outcome.IGNORED : Outcome.ACCEPTED, () -> {});
  }

  /** A request that holds no event. */
  static ProviderEvents nothing(Outcome outcome) {
    return new ProviderEvents(List.of(), List.of(), 0, outcome, () -> {});
  }

  /** The same, with an action to run once the events are acknowledged. */
  ProviderEvents whenAcknowledged(Runnable action) {
    return new ProviderEvents(events, unreadable, ignored, outcome, action);
  }
}
