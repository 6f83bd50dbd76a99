package dev.godwit.validator.arrival;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.common.v1.RouteArrival;
import dev.godwit.common.v1.Stage;
import dev.godwit.records.Entity;
import dev.godwit.row.v1.FailedRoute;
import dev.godwit.row.v1.LiveRehearsal;
import dev.godwit.row.v1.ProviderRehearsal;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.row.v1.SyntheticEvent;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArrivalBookTest {
  private static final Duration WAITED = Duration.ofMinutes(2);
  private final ArrivalBook book = new ArrivalBook("acme", 3, "acme/3");

  @Test
  void shouldBeCompleteWhenEveryEventOfEverySenderHasAnOutcome() {
    book.take(request("topic", "t-0", "t-1"));
    book.take(request("tail", "17"));
    assertThat(book.isComplete()).as("the webhooks have not answered").isFalse();
    book.take(answer(List.of(), "webhook:sendgrid", "sendgrid:1"));
    book.take(Map.of("t-0", "LOADED", "t-1", "LOADED", "17", "DUPLICATE"));
    assertThat(book.isComplete()).as("one has no outcome").isFalse();
    book.take(Map.of("sendgrid:1", "LOADED"));
    assertThat(book.isComplete()).isTrue();
    assertThat(book.arrivals(WAITED))
        .containsExactly(
            new RouteArrival("topic", 2L, 2L, 0L, 0L, 0L, ""),
            new RouteArrival("tail", 1L, 0L, 1L, 0L, 0L, ""),
            new RouteArrival("webhook:sendgrid", 1L, 1L, 0L, 0L, 0L, ""));
  }

  @Test
  void shouldNameTheReasonsWhenTransformerOrLoaderQuarantined() {
    book.take(request("topic", "t-0", "t-1", "t-2"));
    book.take(answer(List.of(), "webhook:ses", "ses:1"));
    book.take(quarantined("acme/3", Entity.LIVE, Stage.TRANSFORM, "t-0", "REQUIRED_MISSING"));
    book.take(Map.of("t-1", "LOADED", "t-2", "UNKNOWN_MESSAGE", "ses:1", "UNKNOWN_MESSAGE"));
    assertThat(book.isComplete()).isTrue();
    RouteArrival topic = book.arrivals(WAITED).get(0);
    assertThat(topic.getLoaded()).isEqualTo(1);
    assertThat(topic.getQuarantined()).isEqualTo(2);
    assertThat(topic.getProblem())
        .isEqualTo(
            "Expected all 3 synthetic events by topic to arrive in staging, found 1 in quarantine as REQUIRED_MISSING, 1 in quarantine as UNKNOWN_MESSAGE. See the examples: godwit report; correct the pack or the sender.");
    assertThat(book.arrivals(WAITED).get(1).getProblem())
        .contains("Compare the provider's message id with the pack's column");
  }

  @Test
  void shouldSayWhatIsMissingAndWhereToLookWhenTheTimeIsOver() {
    book.take(request("topic", "t-0", "t-1"));
    book.take(answer(List.of()));
    book.take(Map.of("t-0", "LOADED"));
    assertThat(book.isComplete()).isFalse();
    assertThat(book.arrivals(WAITED))
        .singleElement()
        .satisfies(
            route -> {
              assertThat(route.getMissing()).isEqualTo(1);
              assertThat(route.getProblem())
                  .contains("1 without an outcome after PT2M", "godwit lag");
            });
  }

  @Test
  void shouldReportARouteOfItsOwnWhenTheWebhooksDoNotAnswer() {
    book.take(request("topic", "t-0"));
    book.take(Map.of("t-0", "LOADED"));
    RouteArrival last = book.arrivals(WAITED).getLast();
    assertThat(last.getRoute()).isEqualTo("webhooks");
    assertThat(last.getSent()).isZero();
    assertThat(last.getProblem())
        .startsWith("Expected the answer of the webhooks process within PT2M, found none.");
  }

  @Test
  void shouldReportAProviderThatCouldNotBeTried() {
    book.take(request("topic", "t-0"));
    book.take(
        answer(List.of(new FailedRoute("webhook:mailgun", "Expected a message id, found none."))));
    book.take(Map.of("t-0", "LOADED"));
    assertThat(book.isComplete()).isTrue();
    assertThat(book.arrivals(WAITED))
        .contains(
            new RouteArrival(
                "webhook:mailgun", 0L, 0L, 0L, 0L, 0L, "Expected a message id, found none."));
  }

  @Test
  void shouldIgnoreOtherRunsAndRepeatedMessages() {
    book.take(request("topic", "t-0"));
    book.take(request("topic", "t-0"));
    book.take(
        new LiveRehearsal(
            "acme", 4, Instant.EPOCH, List.of(new SyntheticEvent("topic", "x")), List.of()));
    book.take(new ProviderRehearsal("globex", 3, List.of(), List.of()));
    book.take(quarantined("acme/4", Entity.LIVE, Stage.TRANSFORM, "t-0", "BAD_DATE"));
    book.take(quarantined("acme/3", Entity.EMAILS, Stage.TRANSFORM, "t-0", "BAD_DATE"));
    book.take((org.apache.avro.specific.SpecificRecord) null);
    assertThat(book.isComplete()).isFalse();
    book.take(answer(List.of()));
    book.take(answer(List.of()));
    book.take(Map.of("t-0", "LOADED"));
    assertThat(book.arrivals(WAITED))
        .containsExactly(new RouteArrival("topic", 1L, 1L, 0L, 0L, 0L, ""));
  }

  private static LiveRehearsal request(String route, String... ids) {
    return new LiveRehearsal("acme", 3, Instant.EPOCH, events(route, ids), List.of());
  }

  private static ProviderRehearsal answer(List<FailedRoute> failed, String... routeAndIds) {
    return new ProviderRehearsal(
        "acme",
        3,
        routeAndIds.length == 0
            ? List.of()
            : events(routeAndIds[0], List.of(routeAndIds).subList(1, routeAndIds.length)),
        failed);
  }

  private static List<SyntheticEvent> events(String route, String... ids) {
    return events(route, List.of(ids));
  }

  private static List<SyntheticEvent> events(String route, List<String> ids) {
    return ids.stream().map(id -> new SyntheticEvent(route, id)).toList();
  }

  private static QuarantinedRecord quarantined(
      String runId, Entity entity, Stage stage, String id, String reason) {
    return QuarantinedRecord.newBuilder()
        .setRunId(runId)
        .setEntity(entity.symbol())
        .setEntityName(entity.declaredName())
        .setStage(stage)
        .setLegacyId(id)
        .setReason(reason)
        .setDetail("")
        .setTopic("t")
        .setPartition(0)
        .setOffset(0)
        .setValue(ByteBuffer.allocate(0))
        .build();
  }
}
