package dev.godwit.extractor.webhook;

import dev.godwit.row.v1.LiveEngagement;
import java.util.List;

/**
 * What a provider's request said.
 *
 * @param events its opens and clicks
 * @param ignored how many things of other kinds it told
 * @param outcome what it counts as once its events are in the log
 * @param acknowledged to be run then
 */
record Told(List<LiveEngagement> events, int ignored, Outcome outcome, Runnable acknowledged) {
  private static final Runnable NOTHING = () -> {};

  static Told of(List<LiveEngagement> events, int ignored) {
    return new Told(
        events, ignored, events.isEmpty() ? Outcome.IGNORED : Outcome.ACCEPTED, NOTHING);
  }

  /** A request that holds no event. */
  static Told nothing(Outcome outcome) {
    return new Told(List.of(), 0, outcome, NOTHING);
  }

  Told whenAcknowledged(Runnable action) {
    return new Told(events, ignored, outcome, action);
  }
}
