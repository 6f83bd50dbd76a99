package dev.godwit.orchestrator.view.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.godwit.api.DecisionAnswer;
import dev.godwit.api.LiveAnswer;
import dev.godwit.api.ProbesAnswer;
import dev.godwit.api.ProbesAnswer.Others;
import dev.godwit.api.QuarantineAnswer;
import dev.godwit.api.ReplayPlanAnswer;
import dev.godwit.api.ReportAnswer;
import dev.godwit.api.VerdictAnswer;
import dev.godwit.api.WhyAnswer;
import dev.godwit.common.v1.Stage;
import dev.godwit.orchestrator.access.TestIdentities;
import dev.godwit.orchestrator.codec.ControlPlaneCodec;
import dev.godwit.orchestrator.domain.common.ProbeOutcome;
import dev.godwit.orchestrator.domain.common.ProbeResult;
import dev.godwit.orchestrator.domain.common.ProbeTimes;
import dev.godwit.orchestrator.domain.event.DecisionEvent;
import dev.godwit.orchestrator.domain.event.ProbeEvent.ProbesMeasured;
import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.event.Recorded.Envelope;
import dev.godwit.orchestrator.domain.event.RequestEvent.MigrationPaused;
import dev.godwit.orchestrator.view.Story;
import dev.godwit.orchestrator.view.read.MigrationReader;
import dev.godwit.orchestrator.view.read.ReportReader;
import dev.godwit.orchestrator.view.read.WhyReader;
import dev.godwit.orchestrator.view.replay.ReplayPlanner;
import dev.godwit.orchestrator.view.replay.ReplayRequest;
import dev.godwit.orchestrator.view.replay.TopicBounds;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.Difference;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Answers of the readers about projected topics, on a real PostgreSQL. */
@QuarkusTest
@TestProfile(ReadModelAlone.class)
class ReadModelAnswersIT extends ProjectedTopics {
  private static final dev.godwit.orchestrator.domain.common.Stage LOAD =
      dev.godwit.orchestrator.domain.common.Stage.LOAD;

  @Inject ViewState state;
  @Inject ReportReader reports;
  @Inject MigrationReader migrations;
  @Inject WhyReader reasons;
  @Inject ReplayPlanner planner;

  @TestHTTPResource("/")
  URI address;

  @Test
  void shouldKeepDifferencesOfAReplayApartFromThoseOfTheVerdict() {
    Story story = RecordedHistory.copying().heldByVerdict(1, 1, 0);
    for (int replay = 1; replay <= 2; replay++) {
      story.replaying(replay, dev.godwit.orchestrator.domain.common.Stage.VALIDATE);
      story.replayed(replay, 0, 0);
    }
    story.records().forEach(e -> topics.add(Topics.EVENTS, 0, e));
    topics.add(Topics.DIFFERENCES, 0, ofReplay(0, "id=1"));
    topics.add(Topics.DIFFERENCES, 0, ofReplay(1, "id=2"));
    topics.add(Topics.DIFFERENCES, 0, ofReplay(2, "id=3"));
    topics.add(Topics.DIFFERENCES, 0, ofReplay(2, "id=3"));
    project(1_000);

    ReportAnswer report = reports.report("acme", 2).orElseThrow();
    assertThat(report.verdict().differences())
        .extracting(VerdictAnswer.Difference::key)
        .containsExactly("id=1");
    assertThat(report.replays().getFirst().found())
        .extracting(VerdictAnswer.Difference::key)
        .containsExactly("id=3");
    assertThat(report.replays().getLast().found()).isEmpty();
  }

  @Test
  void shouldShowPagesBesideCustomersThatMovedBefore() {
    add("globex", Duration.ZERO, measured("globex", 9, 400).committed());
    add("initech", Duration.ZERO, measured("initech", 12, 900).committed());
    add("not committed", Duration.ZERO, measured("hooli", 10, 5_000));
    add("later", Duration.ofDays(1), measured("hooli", 10, 5_000).committed());
    measured("acme", 10, 700).records().forEach(e -> topics.add(Topics.EVENTS, 0, e));
    project(1_000);

    ProbesAnswer pages = reports.report("acme", 2).orElseThrow().probes();
    assertThat(pages.amount()).isEqualTo(10);
    assertThat(pages.probes())
        .singleElement()
        .satisfies(
            page -> {
              assertThat(page.warm().p95Micros()).isEqualTo(700_000);
              assertThat(page.finding()).isEqualTo("SLOW_PROBE.BY_NAME");
              assertThat(page.others())
                  .isEqualTo(new Others(2, 2, 650_000, "initech", 900_000, 12));
            });
    assertThat(reports.report("acme", 1).orElseThrow().probes()).isNull();
  }

  /** A live run that has measured a page. */
  private static Story measured(String customer, long languages, long millis) {
    ProbeTimes times = new ProbeTimes(20, millis * 500, millis * 1_000);
    ProbeResult page =
        new ProbeResult(
            "by-name", ProbeOutcome.MEASURED, "", 300, 9_000, 4, times, times, 50, null);
    return Story.rehearsed()
        .approved()
        .copyingLive()
        .add(customer, new ProbesMeasured(1, "languages", languages, "", List.of(page)));
  }

  /** Adds events as of another customer, so much later. */
  private void add(String customer, Duration later, Story story) {
    for (Recorded recorded : story.events()) {
      Envelope e = recorded.envelope();
      Envelope of =
          new Envelope(
              customer + e.eventId(),
              customer,
              e.sequence(),
              e.causationId(),
              e.correlationId(),
              e.occurredAt().plus(later),
              e.by(),
              e.run());
      topics.add(
          Topics.EVENTS, 0, new ControlPlaneCodec().toAvro(new Recorded(of, recorded.event())));
    }
  }

  private static Difference ofReplay(int replay, String key) {
    Difference difference = RecordedHistory.difference(1, key);
    difference.setRunId("acme/2");
    difference.setReplay(replay);
    return difference;
  }

  @Test
  void shouldShowASignWhenATextHoldsNul() {
    Story story = Story.rehearsed().approved().copyingLive();
    story.add("a\u0000nn", new MigrationPaused("nul \u0000 and \u001b[2J"));
    story.failed(dev.godwit.orchestrator.domain.common.Stage.LOAD, "table \u0000");
    story.records().forEach(e -> topics.add(Topics.EVENTS, 0, e));
    topics.add(Topics.QUARANTINE, 0, RecordedHistory.quarantined(9, "x\u0000y"));
    topics.add(Topics.DIFFERENCES, 0, RecordedHistory.difference(1, "id=\u0000"));
    project(1_000);

    assertThat(state.now().leftOutCount()).isZero();
    assertThat(migrations.story("acme", 0).orElseThrow())
        .anySatisfy(
            line -> {
              assertThat(line.by()).isEqualTo("a\u2400nn");
              assertThat(line.why()).isEqualTo("nul \u2400 and \u241b[2J");
            });
    assertThat(reports.report("acme", 2).orElseThrow().failure().where()).contains("table \u2400");
    assertThat(reports.quarantine("acme", 1).orElseThrow().getFirst().examples())
        .anySatisfy(e -> assertThat(e.legacyId()).isEqualTo("x\u2400y"));
    assertThat(tables().get("difference")).singleElement().asString().contains("id=\u2400");
  }

  @Test
  void shouldListReturnedEventsInTheLedger() {
    Story.rehearsed()
        .approved()
        .copyingLive()
        .opened()
        .turnedBack()
        .closedAndReturned()
        .records()
        .forEach(e -> topics.add(Topics.EVENTS, 0, e));
    project(1_000);
    assertThat(live().ledger())
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.returned()).isTrue();
              assertThat(line.givenBack()).isEqualTo(5);
              assertThat(line.kept()).isEqualTo(2);
              assertThat(line.holds()).isTrue();
            });
    assertThat(
            rows(
                "select concat_ws(' ', run, cut, returned, arrived, \"givenBack\", kept, holds)"
                    + " from read_model.live_ledger"))
        .containsExactly("2 1 t 9 5 2 t");
  }

  @Test
  void shouldTakeReleasedRecordsOutOfCountsAndExamples() {
    RecordedHistory.heldWithQuarantine(topics);
    project(1_000);
    assertThat(quarantine()).isEqualTo(3);
    assertThat(examples()).containsExactly("4711", "815", "99");

    topics.add(Topics.RECEIPTS, 0, RecordedHistory.release(1, 10, 12, 2));
    topics.add(Topics.RECEIPTS, 0, RecordedHistory.release(1, 10, 12, 2));
    topics.add(Topics.QUARANTINE, 1, RecordedHistory.released(10));
    topics.add(Topics.QUARANTINE, 1, RecordedHistory.released(11));
    topics.add(Topics.QUARANTINE, 1, RecordedHistory.heldBack(10, "4711"));
    project(1_000);
    assertThat(quarantine()).isEqualTo(1);
    assertThat(examples()).containsExactly("99");
    assertThat(
            number(
                "select records_in from read_model.stage_progress where id ="
                    + " 'acme/2/LOAD/CONTACTS'"))
        .isEqualTo(100);
    assertThat(
            number(
                "select quarantined from read_model.stage_progress where id ="
                    + " 'acme/2/LOAD/CONTACTS'"))
        .isEqualTo(1);

    topics.add(Topics.RECEIPTS, 0, RecordedHistory.release(2, 10, 13, 1));
    topics.add(Topics.QUARANTINE, 1, RecordedHistory.released(12));
    project(1_000);
    assertThat(reports.quarantine("acme", 2).orElseThrow()).isEmpty();
  }

  @Test
  void shouldAnswerForTheQuarantineAndItsExport() throws Exception {
    RecordedHistory.heldWithQuarantine(topics);
    project(1_000);
    HttpResponse<String> byReason = get("migrations/acme/quarantine?causes=true");
    assertThat(byReason.statusCode()).as(byReason.body()).isEqualTo(200);
    assertThat(byReason.body()).contains("\"legacyId\":\"4711\"", "\"count\":3");
    HttpResponse<String> unknown = get("migrations/acme/quarantine/records?run=9");
    assertThat(unknown.statusCode()).isIn(404, 503);
    assertThat(unknown.body()).contains("run 9 of a migration of 'acme'");
  }

  private HttpResponse<String> get(String path) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          TestIdentities.as("viewer", HttpRequest.newBuilder(address.resolve(path))).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void shouldKeepTheVerdictsQuarantineWithoutLaterReleasesWhenReceiptsHaveExpired() {
    Story story =
        RecordedHistory.copying().heldByVerdict(1, 0, 0).replaying(1, LOAD).replayed(1, 2, 1);
    story.records().forEach(e -> topics.add(Topics.EVENTS, 0, e));
    topics.add(Topics.QUARANTINE, 1, RecordedHistory.heldBack(12, "99"));
    topics.add(Topics.RECEIPTS, 0, RecordedHistory.release(1, 10, 12, 2));
    project(1_000);
    assertThat(quarantine()).isEqualTo(1);
  }

  @Test
  void shouldPlanAReplayFromReceiptsAndTopics() {
    RecordedHistory.heldWithQuarantine(topics);
    project(1_000);
    ReplayPlanAnswer all = plan(request(null, null, false), 0);
    assertThat(all.refusal()).isNull();
    assertThat(all.ranges())
        .containsExactly(
            new ReplayPlanAnswer.Range("crm.contacts.transformed.v1", "CONTACTS", 1, 5, 107, 100));
    assertThat(all.entities())
        .containsExactly(new ReplayPlanAnswer.EntityPlan("CONTACTS", 100, 97, 3));
    assertThat(all.selected()).isEqualTo(100);
    assertThat(all.measuredPerSecond()).isEqualTo(10.0);
    assertThat(all.estimateSeconds()).isEqualTo(10.0);

    ReplayPlanAnswer quarantined = plan(request("*", null, false), 0);
    assertThat(quarantined.selected()).isEqualTo(3);
    ReplayPlanAnswer failure = plan(request(null, null, true), 0);
    assertThat(failure.fromOffset()).isEqualTo(10);
    assertThat(failure.ranges().getFirst().from()).isEqualTo(10);
    assertThat(failure.records()).isBetween(90L, 99L);
    ReplayPlanAnswer half = plan(request(null, 57L, false), 0);
    assertThat(half.records()).isEqualTo(50);

    assertThat(plan(request(null, null, false), 6).refusal().found())
        .contains("offset 6 as its first");
    assertThat(plan(request(null, 57L, false), 57).refusal()).isNull();
    assertThat(planner.plan("nobody", request(null, null, false), bounds(0))).isEmpty();
  }

  @Test
  void shouldListDecisionsWithTheirEndOverRest() throws Exception {
    Story story = Story.rehearsed();
    story.add("cleo", new DecisionEvent.MergesDecided(1, 40, 2, 1, 0, "looked at them"));
    story.add("ben", new DecisionEvent.FixDecided(2, 44, List.of("DROP contacts.fax"), "unused"));
    story.add("cleo", new DecisionEvent.DecisionUndone(1, "wrong"));
    story.records().forEach(e -> topics.add(Topics.EVENTS, 0, e));
    story.records().reversed().stream().limit(3).forEach(e -> topics.add(Topics.EVENTS, 0, e));
    project(3);

    List<DecisionAnswer> decisions = migrations.decisions("acme").orElseThrow();
    assertThat(decisions)
        .extracting(DecisionAnswer::number, DecisionAnswer::position, DecisionAnswer::holds)
        .containsExactly(tuple(1, 40L, false), tuple(2, 44L, true));
    assertThat(decisions.getFirst().undone().by()).isEqualTo("cleo");
    assertThat(decisions.getFirst().undone().why()).isEqualTo("wrong");
    assertThat(reasons.why("acme").orElseThrow().actions()).contains("godwit rehearse acme");
    assertThat(get("migrations/acme/decisions").body())
        .contains("\"number\":2")
        .contains("decided fixes (decision 2): DROP contacts.fax");
    assertThat(migrations.decisions("nobody")).isEmpty();
  }

  @Test
  void shouldAnswerWhyARunWaits() {
    RecordedHistory.heldWithQuarantine(topics);
    project(1_000);
    WhyAnswer why = reasons.why("acme").orElseThrow();
    assertThat(why.person()).isTrue();
    assertThat(why.reasons().getFirst().kind()).isEqualTo(WhyAnswer.Kind.HELD);
    assertThat(why.actions()).contains("godwit repair acme", "godwit rollback acme");
    assertThat(why.freeze().budgetSeconds()).isEqualTo(14_400);
    assertThat(migrations.one("acme").orElseThrow().hold()).isNotNull();
    assertThat(reports.report("acme", 2).orElseThrow().replays()).isEmpty();
  }

  private long quarantine() {
    return reports.quarantine("acme", 2).orElseThrow().stream()
        .mapToLong(QuarantineAnswer::count)
        .sum();
  }

  private List<String> examples() {
    return reports.quarantine("acme", 2).orElseThrow().stream()
        .flatMap(q -> q.examples().stream())
        .map(QuarantineAnswer.Example::legacyId)
        .toList();
  }

  private ReplayPlanAnswer plan(ReplayRequest request, long begin) {
    return planner.plan("acme", request, bounds(begin)).orElseThrow();
  }

  private static ReplayRequest request(String quarantined, Long fromOffset, boolean fromFailure) {
    return new ReplayRequest(
        Stage.LOAD, false, List.of(), List.of(), fromOffset, null, fromFailure, 0, quarantined, 0);
  }

  private static TopicBounds bounds(long begin) {
    return new TopicBounds() {
      @Override
      public Map<TopicPartition, Long> begins(Collection<TopicPartition> partitions) {
        return partitions.stream().collect(Collectors.toMap(p -> p, p -> begin));
      }

      @Override
      public Map<TopicPartition, Long> from(Collection<TopicPartition> partitions, Instant time) {
        throw new AssertionError("No time was asked for.");
      }
    };
  }

  private LiveAnswer live() {
    return reports.report("acme", 2).orElseThrow().live();
  }
}
