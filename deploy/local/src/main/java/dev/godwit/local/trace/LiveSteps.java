package dev.godwit.local.trace;

import dev.godwit.local.trace.TraceStep.Outcome;
import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.wire.live.LiveEvents;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The step about an email's live events: each arrived, and was loaded or quarantined. */
final class LiveSteps {
  private final TopicReader topics;
  private final TracedRun run;
  private final TargetSearch target;

  /**
   * @param target null where the target is not reached
   */
  LiveSteps(TopicReader topics, TracedRun run, TargetSearch target) {
    this.topics = topics;
    this.run = run;
    this.target = target;
  }

  /**
   * The step.
   *
   * @param messageId message id of the email; null for none
   */
  TraceStep of(String emailId, String messageId) throws SQLException {
    LiveSearch search = new LiveSearch(topics, run, emailId, messageId);
    if (!search.read()) {
      return TraceStep.of("live", Outcome.NONE, "No live events belong to the run.");
    }
    QuarantineSearch quarantine = new QuarantineSearch(topics, run);
    List<QuarantineSearch.Quarantined> quarantined = quarantined(search, quarantine);
    List<TraceStep> items = new ArrayList<>();
    for (LiveSearch.Event event : search.events()) {
      items.add(item(event, quarantined));
    }
    String gap =
        search.gap().flatMap(TopicRange::gap).map(text -> " " + text).orElse("")
            + quarantine
                .limited()
                .flatMap(TopicRange::gap)
                .map(text -> " crm.quarantine.v1: " + text)
                .orElse("");
    boolean isLimited = search.limited() || quarantine.limited().isPresent();
    Outcome outcome =
        isLimited
            ? Outcome.LIMIT
            : !items.isEmpty()
                ? Outcome.FOUND
                : search.gap().isPresent() ? Outcome.GONE : Outcome.NONE;
    String text =
        "%d live events of it arrived%s.%s"
            .formatted(
                search.matching(),
                search.matching() > items.size()
                    ? "; the first %d follow".formatted(items.size())
                    : "",
                gap);
    return TraceStep.of("live", outcome, text)
        .with("events", search.matching())
        .with("recordsRead", search.recordsRead())
        .withItems(items);
  }

  private static List<QuarantineSearch.Quarantined> quarantined(
      LiveSearch search, QuarantineSearch quarantine) {
    Optional<Instant> first =
        search.events().stream().map(event -> event.place().at()).min(Comparator.naturalOrder());
    return first.map(since -> quarantine.ofLive(search.partitions(), since)).orElse(List.of());
  }

  private TraceStep item(LiveSearch.Event one, List<QuarantineSearch.Quarantined> quarantined)
      throws SQLException {
    LiveEngagement event = one.event();
    String identity = LiveEvents.identity(event);
    TraceStep step =
        quarantined.stream()
            .filter(q -> isOf(q, one.place(), identity))
            .findFirst()
            .map(QuarantineSteps::step)
            .orElse(null);
    if (step == null || step.outcome() == Outcome.RELEASED) {
      step = loaded(event, identity);
    }
    String arrived = "Arrived by %s. ".formatted(event.getWay().name().toLowerCase(Locale.ROOT));
    return new TraceStep(
            "event",
            step.outcome(),
            arrived + step.text(),
            one.place().at(),
            step.facts(),
            step.values(),
            List.of())
        .with("event", identity)
        .with("topic", one.place().topic())
        .with("partition", one.place().partition())
        .with("offset", one.place().offset())
        .with("occurredAt", event.getOccurredAt());
  }

  /** A stage behind the transformer names the place in its own topic, and the event's identity. */
  private static boolean isOf(
      QuarantineSearch.Quarantined one, FoundRecord place, String identity) {
    boolean isAtItsPlace =
        one.record().getTopic().equals(Topics.LIVE)
            && one.record().getPartition() == place.partition()
            && one.record().getOffset() == place.offset();
    return isAtItsPlace
        || (one.record().getTopic().equals(Topics.LIVE_TRANSFORMED)
            && one.record().getPartition() == place.partition()
            && one.record().getLegacyId().equals(identity));
  }

  private TraceStep loaded(LiveEngagement event, String identity) throws SQLException {
    if (identity == null) {
      return TraceStep.of("event", Outcome.NONE, "It has no id, so no row is known to be its.");
    }
    if (target == null) {
      return TraceStep.of("event", Outcome.UNREACHABLE, "The target is not reached.");
    }
    TraceStep rows =
        TargetSteps.rows(
            target, run, Entity.ENGAGEMENTS, event.getLegacyId(), event.getEventId(), false);
    return rows.outcome() == Outcome.FOUND
        ? new TraceStep(
            "event", Outcome.FOUND, "It is loaded.", null, rows.facts(), rows.values(), List.of())
        : rows;
  }
}
