package dev.godwit.validator.arrival;

import dev.godwit.common.v1.RouteArrival;
import dev.godwit.common.v1.Stage;
import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import dev.godwit.records.QuarantineLimits;
import dev.godwit.row.v1.LiveRehearsal;
import dev.godwit.row.v1.ProviderRehearsal;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.row.v1.SyntheticEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;

/**
 * The account of the synthetic live events of one rehearsal: the route and the outcome of each.
 * Messages may be repeated and come in any order. Not thread-safe.
 */
final class ArrivalBook {
  /** Route of the answer of the webhooks process. */
  static final String WEBHOOKS = "webhooks";

  private static final String LOADED = "LOADED";
  private static final String DUPLICATE = "DUPLICATE";

  private final String customer;
  private final int run;
  private final String runId;

  /** Route by identity of the event, in the order of sending. */
  private final Map<String, String> routes = new LinkedHashMap<>();

  private final Map<String, String> failed = new TreeMap<>();
  private final Map<String, String> outcomes = new HashMap<>();
  private boolean requested;
  private boolean answered;

  ArrivalBook(String customer, int run, String runId) {
    this.customer = customer;
    this.run = run;
    this.runId = runId;
  }

  /**
   * Takes a record of {@code crm.live-rehearsals.v1} or {@code crm.quarantine.v1}.
   *
   * @param record null, and records of other runs, change nothing
   */
  void take(SpecificRecord record) {
    switch (record) {
      case LiveRehearsal sent when isOf(sent.getCustomer(), sent.getRun()) -> {
        requested = true;
        sent.getSent().forEach(this::sent);
      }
      case ProviderRehearsal sent when isOf(sent.getCustomer(), sent.getRun()) -> {
        answered = true;
        sent.getSent().forEach(this::sent);
        sent.getFailed().forEach(one -> failed.put(one.getRoute(), one.getProblem()));
      }
      case QuarantinedRecord one
          when one.getRunId().equals(runId)
              && Entities.of(one).equals(Entity.LIVE)
              && one.getStage() == Stage.TRANSFORM ->
          outcomes.putIfAbsent(one.getLegacyId(), one.getReason());
      case null, default -> {
        // A record of another run, or one that says nothing of live events.
      }
    }
  }

  private boolean isOf(String ofCustomer, int ofRun) {
    return ofRun == run && ofCustomer.equals(customer);
  }

  private void sent(SyntheticEvent event) {
    routes.putIfAbsent(QuarantineLimits.text(event.getIdentity()), event.getRoute());
  }

  /** Takes the loader's outcomes by identity of the event. */
  void take(Map<String, String> ofLoader) {
    outcomes.putAll(ofLoader);
  }

  /** Whether every sender has said what it sent, and every event has an outcome. */
  boolean isComplete() {
    return requested && answered && outcomes.keySet().containsAll(routes.keySet());
  }

  /**
   * The outcome by route, with what to do where not every event arrived.
   *
   * @param waited how long the outcomes were waited for
   */
  List<RouteArrival> arrivals(Duration waited) {
    Map<String, List<String>> byRoute = new LinkedHashMap<>();
    routes.forEach(
        (identity, route) ->
            byRoute
                .computeIfAbsent(route, key -> new ArrayList<>())
                .add(outcomes.getOrDefault(identity, "")));
    List<RouteArrival> arrivals = new ArrayList<>();
    byRoute.forEach((route, found) -> arrivals.add(arrival(route, found, waited)));
    failed.forEach((route, why) -> arrivals.add(new RouteArrival(route, 0L, 0L, 0L, 0L, 0L, why)));
    if (!requested) {
      arrivals.add(
          unanswered("topic", ArrivalText.of("the extractor's list of synthetic events", waited)));
    } else if (!answered) {
      arrivals.add(unanswered(WEBHOOKS, ArrivalText.ofWebhooks(waited)));
    }
    return arrivals;
  }

  private static RouteArrival unanswered(String route, String problem) {
    return new RouteArrival(route, 0L, 0L, 0L, 0L, 0L, problem);
  }

  private static RouteArrival arrival(String route, List<String> outcomes, Duration waited) {
    long loaded = outcomes.stream().filter(LOADED::equals).count();
    long duplicates = outcomes.stream().filter(DUPLICATE::equals).count();
    long missing = outcomes.stream().filter(String::isEmpty).count();
    Map<String, Long> reasons = new TreeMap<>();
    outcomes.stream()
        .filter(one -> !one.isEmpty() && !LOADED.equals(one) && !DUPLICATE.equals(one))
        .forEach(reason -> reasons.merge(reason, 1L, Long::sum));
    long quarantined = outcomes.size() - loaded - duplicates - missing;
    return new RouteArrival(
        route,
        (long) outcomes.size(),
        loaded,
        duplicates,
        quarantined,
        missing,
        ArrivalText.of(route, outcomes.size(), reasons, missing, waited));
  }
}
