package dev.godwit.orchestrator.view.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.godwit.api.AuditAnswer;
import dev.godwit.orchestrator.access.TestIdentities;
import dev.godwit.orchestrator.codec.ControlPlaneCodec;
import dev.godwit.orchestrator.domain.common.Route;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.event.Recorded.Envelope;
import dev.godwit.orchestrator.domain.event.RequestEvent.CommandRejected;
import dev.godwit.orchestrator.domain.event.RequestEvent.MigrationPaused;
import dev.godwit.orchestrator.domain.event.RequestEvent.MigrationResumed;
import dev.godwit.orchestrator.view.Story;
import dev.godwit.orchestrator.view.read.AuditReader;
import dev.godwit.records.Topics;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The audit on a real PostgreSQL. */
@QuarkusTest
@TestProfile(ReadModelAlone.class)
class AuditAnswersIT extends ProjectedTopics {
  @Inject AuditReader audit;

  @TestHTTPResource("/")
  URI address;

  @Test
  void shouldAnswerWhoDidWhatAndWhoWasRefusedByWhichRoute() throws Exception {
    Story story = Story.rehearsed();
    List<Recorded> events = new ArrayList<>(story.events());
    long next = events.getLast().envelope().sequence() + 1;
    events.add(
        routed(
            next,
            "approve-1",
            "topic",
            Route.UNSIGNED,
            7,
            new CommandRejected(
                "approve-1", "ApproveMigration", "a signature", "none", "Sign it.", "ben")));
    events.add(routed(next + 1, "p-1", "ann", Route.SIGNED, 8, new MigrationPaused("lunch")));
    events.add(routed(next + 2, "r-1", "cleo", Route.REST, 9, new MigrationResumed("done")));
    events.add(
        routed(
            next + 3,
            "clock/acme/1",
            "clock",
            Route.CLOCK,
            10,
            new CommandRejected("clock/acme/1", "TakeCut", "a run", "none", "Wait.")));
    ControlPlaneCodec codec = new ControlPlaneCodec();
    events.forEach(e -> topics.add(Topics.EVENTS, 0, codec.toAvro(e)));
    events.reversed().stream().limit(3).forEach(e -> topics.add(Topics.EVENTS, 0, codec.toAvro(e)));
    project(1_000);

    List<AuditAnswer> all = audit.newest("acme", null, null, false, 3);
    assertThat(all)
        .extracting(AuditAnswer::by, AuditAnswer::route, AuditAnswer::offset, AuditAnswer::refused)
        .containsExactly(
            tuple("cleo", AuditAnswer.Route.REST, 9L, false),
            tuple("ann", AuditAnswer.Route.SIGNED, 8L, false),
            tuple("topic", AuditAnswer.Route.UNSIGNED, 7L, true));
    assertThat(audit.newest(null, "ben", null, true, 10))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.claimed()).isEqualTo("ben");
              assertThat(one.problem().action()).isEqualTo("Sign it.");
              assertThat(one.commandId()).isEqualTo("approve-1");
            });
    assertThat(audit.newest(null, "ann", Instant.now().plusSeconds(60), false, 10)).isEmpty();
    assertThat(get("audit?refused=true&customer=acme").body())
        .contains("\"claimed\":\"ben\"")
        .doesNotContain("lunch");
    assertThat(get("audit?limit=0").statusCode()).isEqualTo(400);
    assertThat(get("audit?since=yesterday").statusCode()).isEqualTo(400);
  }

  private static Recorded routed(
      long sequence, String id, String by, Route route, long position, Event event) {
    return new Recorded(
        new Envelope(
            "routed-" + sequence,
            "acme",
            sequence,
            id,
            id,
            Instant.parse("2026-01-02T00:00:00Z"),
            by,
            0,
            route,
            position),
        event);
  }

  private HttpResponse<String> get(String path) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(address.resolve(path))
              .header("Authorization", "Bearer " + TestIdentities.token("viewer"))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
