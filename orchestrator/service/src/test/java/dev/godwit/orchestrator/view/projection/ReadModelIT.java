package dev.godwit.orchestrator.view.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.api.LiveAnswer;
import dev.godwit.api.QuarantineAnswer;
import dev.godwit.api.ReplayPlanAnswer;
import dev.godwit.api.ReportAnswer;
import dev.godwit.api.VerdictAnswer;
import dev.godwit.api.ViewAnswer;
import dev.godwit.api.WhyAnswer;
import dev.godwit.common.v1.Entity;
import dev.godwit.common.v1.Stage;
import dev.godwit.orchestrator.domain.event.RequestEvent.MigrationPaused;
import dev.godwit.orchestrator.view.Story;
import dev.godwit.orchestrator.view.progress.Receipts;
import dev.godwit.orchestrator.view.progress.StagePositions;
import dev.godwit.orchestrator.view.projection.TopicReader.Batch;
import dev.godwit.orchestrator.view.read.MigrationReader;
import dev.godwit.orchestrator.view.read.ProgressReader;
import dev.godwit.orchestrator.view.read.ReportReader;
import dev.godwit.orchestrator.view.read.WhyReader;
import dev.godwit.orchestrator.view.replay.ReplayPlanner;
import dev.godwit.orchestrator.view.replay.ReplayRequest;
import dev.godwit.orchestrator.view.replay.TopicBounds;
import dev.godwit.receipt.v1.ReasonCount;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.Difference;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.row.v1.ReleasedRecord;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.TopicPartition;
import org.flywaydb.core.Flyway;
import org.hibernate.Session;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The projections on a real PostgreSQL. */
@QuarkusTest
@TestProfile(ReadModelAlone.class)
class ReadModelIT {
  private static final int EVENTS_OF_A_REBUILD = Integer.getInteger("godwit.rebuild.events", 4_000);

  @Inject BatchWriter writer;
  @Inject Positions positions;
  @Inject ViewState state;
  @Inject SkippedRecords skipped;
  @Inject ReportReader reports;
  @Inject MigrationReader migrations;
  @Inject WhyReader reasons;
  @Inject ReplayPlanner planner;
  @Inject EntityManager entities;
  @Inject Flyway flyway;
  @Inject HealthGauges gauges;
  @Inject StagePositions stages;
  @Inject MeterRegistry meters;
  @Inject ProgressReader progress;

  private static final dev.godwit.orchestrator.domain.common.Stage LOAD =
      dev.godwit.orchestrator.domain.common.Stage.LOAD;

  private final RecordedTopics topics = new RecordedTopics();

  @BeforeEach
  void begin() {
    flyway.migrate();
    writer.empty();
    skipped.show();
  }

  @Test
  void shouldWriteTheSameRowsWhateverTheBatchSize() {
    history();
    project(1_000);
    Map<String, List<String>> atOnce = tables();
    assertThat(atOnce.get("run")).hasSize(2);
    assertThat(atOnce.get("stage_progress")).isNotEmpty();
    for (int size : new int[] {1, 3, 7}) {
      writer.empty();
      project(size);
      assertThat(tables()).as("batches of %d", size).isEqualTo(atOnce);
    }
  }

  @Test
  void shouldContinueAtThePositionsWhenRestarted() {
    history();
    project(1_000);
    Map<String, List<String>> whole = tables();
    writer.empty();

    Batch first = topics.batch(positions.all(), 5);
    writer.project(first, topics);
    Map<String, List<String>> half = tables();
    assertThatThrownBy(() -> writer.project(first, topics))
        .isInstanceOf(Positions.PositionMovedException.class);
    assertThat(tables()).isEqualTo(half);

    writer.forget();
    project(1_000);
    assertThat(tables()).isEqualTo(whole);
  }

  @Test
  void shouldCountARepeatedRecordOnce() {
    history();
    project(1_000);
    Map<String, List<String>> once = tables();

    topics.add(Topics.RECEIPTS, 0, transformed());
    topics.add(Topics.QUARANTINE, 1, quarantined(3, "4711"));
    project(1_000);
    Map<String, List<String>> twice = tables();
    for (String table : List.of("stage_progress", "quarantine_reason", "quarantine_example")) {
      assertThat(twice.get(table)).as(table).isEqualTo(once.get(table));
    }
    assertThat(reports.quarantine("acme", 1).orElseThrow())
        .singleElement()
        .satisfies(
            q -> {
              assertThat(q.count()).isEqualTo(3);
              assertThat(q.examples()).hasSize(2);
              assertThat(q.longest()).isEqualTo(94);
            });
  }

  @Test
  void shouldRecogniseLiveReceiptsWhenTheirRangesArePruned() {
    List<Receipt> receipts = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      receipts.add(Receipts.live(Stage.TRANSFORM, 0, i * 10L, i * 10L + 10, 9, 0, 0));
    }
    receipts.forEach(r -> topics.add(Topics.RECEIPTS, 0, r));
    project(50);
    assertThat(liveIn()).isEqualTo(3_000);
    assertThat(tables().get("receipt_range")).hasSizeLessThan(150);
    receipts.forEach(r -> topics.add(Topics.RECEIPTS, 0, r));
    project(50);
    assertThat(liveIn()).isEqualTo(3_000);
  }

  @Test
  void shouldKeepAHundredDifferencesOfTheLastCut() {
    for (int cut = 1; cut <= 2; cut++) {
      for (int i = 0; i < 130; i++) {
        topics.add(Topics.DIFFERENCES, 0, difference(cut, "id=" + i));
      }
    }
    project(40);
    assertThat(tables().get("difference"))
        .hasSize(100)
        .allSatisfy(row -> assertThat(row).contains("acme/1|2|"));
  }

  @Test
  void shouldKeepDifferencesOfAReplayApartFromThoseOfTheVerdict() {
    Story story = copying().heldByVerdict(1, 1, 0);
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

  private static Difference ofReplay(int replay, String key) {
    Difference difference = difference(1, key);
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
    topics.add(Topics.QUARANTINE, 0, quarantined(9, "x\u0000y"));
    topics.add(Topics.DIFFERENCES, 0, difference(1, "id=\u0000"));
    project(1_000);

    assertThat(leftOutCount()).isZero();
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
  void shouldSkipARecordAtFaultAndContinue() {
    List<SpecificRecord> events = Story.rehearsed().records();
    topics.add(Topics.EVENTS, 0, events.getFirst());
    topics.add(Topics.EVENTS, 0, difference(1, "no event"));
    dev.godwit.event.v1.MigrationPaused refused =
        (dev.godwit.event.v1.MigrationPaused)
            new Story().add("ann", new MigrationPaused("why")).records().getFirst();
    refused.getEnvelope().setMigrationId(incompressible());
    topics.add(Topics.EVENTS, 0, refused);
    topics.addGarbage(Topics.EVENTS);
    events.stream().skip(1).forEach(e -> topics.add(Topics.EVENTS, 0, e));
    history(Topics.RECEIPTS);
    project(1_000);

    ViewAnswer now = state.now();
    assertThat(now.leftOutCount()).isEqualTo(3);
    assertThat(now.leftOut())
        .extracting(ViewAnswer.LeftOut::offset)
        .containsExactlyInAnyOrder(1L, 2L, 3L);
    assertThat(now.leftOut())
        .extracting(ViewAnswer.LeftOut::why)
        .anyMatch(why -> why.contains("IllegalArgumentException at "))
        .anyMatch(why -> why.contains("SQLSTATE 54000"))
        .anyMatch(why -> why.equals("Expected a record, found a byte."));
    assertThat(positions.all())
        .containsEntry(new TopicPartition(Topics.EVENTS, 0), topics.end(Topics.EVENTS, 0));
    assertThat(migrations.story("acme", 0).orElseThrow()).hasSize(events.size());
    assertThat(tables().get("stage_progress")).isNotEmpty();

    writer.empty();
    skipped.show();
    assertThat(state.now().leftOutCount()).isZero();
  }

  @Test
  void shouldSkipNoRecordWhenTheDatabaseIsUnavailable() {
    history();
    sql("alter table read_model.story rename to story_elsewhere");
    try {
      assertThatThrownBy(() -> project(1_000)).isInstanceOf(RuntimeException.class);
    } finally {
      sql("alter table read_model.story_elsewhere rename to story");
    }
    assertThat(leftOutCount()).isZero();
    assertThat(positions.all()).isEmpty();
    project(1_000);
    assertThat(migrations.one("acme")).isPresent();
  }

  @Test
  void shouldKeepLiveTotalsWhenOldReceiptsHaveExpired() {
    history();
    project(1_000);
    LiveAnswer whole = live();
    assertThat(whole.arrived()).isEqualTo(49);
    assertThat(whole.behindCut()).isEqualTo(9);
    assertThat(whole.unread()).isNegative();

    RecordedTopics years = new RecordedTopics();
    story().records().forEach(e -> years.add(Topics.EVENTS, 0, e));
    liveReceipts().stream().skip(1).forEach(r -> years.add(Topics.RECEIPTS, 0, r));
    writer.empty();
    project(years, 1_000);
    assertThat(live()).isEqualTo(whole);

    RecordedTopics eventsAlone = new RecordedTopics();
    story().records().forEach(e -> eventsAlone.add(Topics.EVENTS, 0, e));
    writer.empty();
    project(eventsAlone, 1_000);
    assertThat(live().arrived()).isEqualTo(40);
    assertThat(live().behindCut()).isNegative();
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
    heldWithQuarantine();
    project(1_000);
    assertThat(quarantine()).isEqualTo(3);
    assertThat(examples()).containsExactly("4711", "815", "99");

    topics.add(Topics.RECEIPTS, 0, release(1, 10, 12, 2));
    topics.add(Topics.RECEIPTS, 0, release(1, 10, 12, 2));
    topics.add(Topics.QUARANTINE, 1, released(10));
    topics.add(Topics.QUARANTINE, 1, released(11));
    topics.add(Topics.QUARANTINE, 1, heldBack(10, "4711"));
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

    topics.add(Topics.RECEIPTS, 0, release(2, 10, 13, 1));
    topics.add(Topics.QUARANTINE, 1, released(12));
    project(1_000);
    assertThat(reports.quarantine("acme", 2).orElseThrow()).isEmpty();
  }

  @Test
  void shouldKeepTheVerdictsQuarantineWithoutLaterReleasesWhenReceiptsHaveExpired() {
    Story story = copying().heldByVerdict(1, 0, 0).replaying(1, LOAD).replayed(1, 2, 1);
    story.records().forEach(e -> topics.add(Topics.EVENTS, 0, e));
    topics.add(Topics.QUARANTINE, 1, heldBack(12, "99"));
    topics.add(Topics.RECEIPTS, 0, release(1, 10, 12, 2));
    project(1_000);
    assertThat(quarantine()).isEqualTo(1);
  }

  @Test
  void shouldPlanAReplayFromReceiptsAndTopics() {
    heldWithQuarantine();
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
  void shouldAnswerWhyARunWaits() {
    heldWithQuarantine();
    project(1_000);
    WhyAnswer why = reasons.why("acme").orElseThrow();
    assertThat(why.person()).isTrue();
    assertThat(why.reasons().getFirst().kind()).isEqualTo(WhyAnswer.Kind.HELD);
    assertThat(why.actions()).contains("godwit repair acme", "godwit rollback acme");
    assertThat(why.freeze().budgetSeconds()).isEqualTo(14_400);
    assertThat(migrations.one("acme").orElseThrow().hold()).isNotNull();
    assertThat(reports.report("acme", 2).orElseThrow().replays()).isEmpty();
  }

  private static Story copying() {
    return Story.rehearsed().approved().copyingLive().opened();
  }

  /** A live run that a verdict holds, with three records in the loader's quarantine. */
  private void heldWithQuarantine() {
    copying().heldByVerdict(1, 1, 0).records().forEach(e -> topics.add(Topics.EVENTS, 0, e));
    topics.add(Topics.RECEIPTS, 0, loaded(5, 57, 50, 3, 0));
    topics.add(Topics.RECEIPTS, 0, loaded(57, 107, 50, 0, 10));
    topics.add(Topics.QUARANTINE, 1, heldBack(10, "4711"));
    topics.add(Topics.QUARANTINE, 1, heldBack(11, "815"));
    topics.add(Topics.QUARANTINE, 1, heldBack(12, "99"));
  }

  private static Receipt loaded(long from, long to, long records, long quarantined, long second) {
    Receipt receipt =
        Receipts.of(
            Stage.LOAD,
            records,
            records,
            records - quarantined,
            quarantined,
            Story.BEGIN.plusSeconds(second));
    receipt.setRunId("acme/2");
    receipt.setPartition(1);
    receipt.setFromOffset(from);
    receipt.setToOffset(to);
    receipt.setReasons(
        quarantined == 0 ? List.of() : List.of(new ReasonCount("TOO_LONG", quarantined)));
    return receipt;
  }

  /** Of a replay that released records. */
  private static Receipt release(int replay, long from, long to, long released) {
    Receipt receipt = loaded(from, to, 0, 0, 60);
    receipt.setReplay(replay);
    receipt.setRecordsOut(released);
    receipt.setQuarantined(-released);
    receipt.setReasons(List.of(new ReasonCount("TOO_LONG", -released)));
    return receipt;
  }

  private static QuarantinedRecord heldBack(long offset, String id) {
    QuarantinedRecord record = quarantined(offset, id);
    record.setRunId("acme/2");
    record.setStage(Stage.LOAD);
    record.setReason("TOO_LONG");
    record.setTopic("crm.contacts.transformed.v1");
    return record;
  }

  private static ReleasedRecord released(long offset) {
    return ReleasedRecord.newBuilder()
        .setRunId("acme/2")
        .setEntity(Entity.CONTACTS)
        .setStage(Stage.LOAD)
        .setLegacyId("1")
        .setReason("TOO_LONG")
        .setTopic("crm.contacts.transformed.v1")
        .setPartition(1)
        .setOffset(offset)
        .setReplay(1)
        .build();
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

  @Test
  void shouldShowEveryGaugeWithItsLabelsAndNeverNotANumber() {
    history();
    project(1_000);
    stages.saw(
        new StagePositions.Look(Map.of(), Map.of(Stage.LOAD, 0, Stage.TRANSFORM, 2), 3, true));
    gauges.show(Story.BEGIN.plusSeconds(3_600));
    stages.forget();

    assertThat(gauge("godwit.stage.members", "stage", "load")).isZero();
    assertThat(gauge("godwit.stage.members", "stage", "transform")).isEqualTo(2);
    assertThat(gauge("godwit.live.lost.records")).isEqualTo(3);
    assertThat(gauge("godwit.view.ready")).isEqualTo(1);
    assertThat(gauge("godwit.run.phase", "customer", "acme", "run", "2", "phase", "committed"))
        .isEqualTo(1);
    assertThat(gauge("godwit.run.held", "customer", "acme", "run", "2")).isZero();
    assertThat(gauge("godwit.verdict.differences", "customer", "acme", "run", "2")).isZero();
    assertThat(gauge("godwit.live.behind.cut", "customer", "acme")).isEqualTo(9);
    assertThat(gauge("godwit.live.cut.interval.seconds", "customer", "acme")).isEqualTo(3_600);
    assertThat(gauge("godwit.live.cut.age.seconds", "customer", "acme"))
        .isBetween(3_500.0, 3_600.0);
    assertThat(gauge("godwit.stage.lag.records", "run", "2", "stage", "load", "entity", "live"))
        .isEqualTo(9);
    assertThat(
            gauge("godwit.stage.verdict", "stage", "load", "entity", "live", "verdict", "stopped"))
        .isEqualTo(1);
    assertThat(meters.find("godwit.stage.lag.records").tag("stage", "transform").gauges())
        .as("the transformer's live events are not known here, so they have no series")
        .noneMatch(g -> "live".equals(g.getId().getTag("entity")));
    for (ViewGauge gauge : ViewGauge.values()) {
      assertThat(meters.find(gauge.meter()).gauges())
          .as(gauge.meter())
          .allSatisfy(
              g -> {
                assertThat(g.value()).isFinite();
                assertThat(g.getId().getTags())
                    .extracting(Tag::getKey)
                    .containsExactlyInAnyOrderElementsOf(gauge.labels());
              });
    }

    gauges.unknown();
    assertThat(gauge("godwit.view.ready")).isZero();
    assertThat(meters.find("godwit.stage.lag.records").gauges()).isEmpty();
  }

  @Test
  void shouldShowHoldFreezeAndWaitWhileTheyLast() {
    Story story = Story.rehearsed().approved().copyingLive().waiting().heldByVerdict(1, 2, 0);
    story.records().forEach(e -> topics.add(Topics.EVENTS, 0, e));
    project(1_000);
    gauges.show(Story.BEGIN.plusSeconds(1_000));

    assertThat(gauge("godwit.run.held", "customer", "acme", "run", "2")).isEqualTo(1);
    assertThat(gauge("godwit.run.frozen.seconds", "customer", "acme", "run", "2")).isPositive();
    assertThat(gauge("godwit.run.estimated.seconds", "customer", "acme", "run", "2")).isPositive();
    assertThat(gauge("godwit.run.waiting.seconds", "customer", "acme", "run", "2", "stage", "load"))
        .isBetween(900.0, 1_000.0);
    assertThat(gauge("godwit.run.freeze.budget.used.ratio", "customer", "acme", "run", "2"))
        .isEqualTo(gauge("godwit.run.frozen.seconds", "customer", "acme", "run", "2") / 14_400);
    assertThat(gauge("godwit.verdict.differences", "customer", "acme", "run", "2")).isPositive();
  }

  @Test
  void shouldKnowTheLagOfACustomerWithAnyAcceptedId() {
    for (String id :
        List.of("a b", "ä/ö".replace("/", "%2F"), "..", "a;b=c?d#e&f", "\"q\" \\ 漢字 ☃")) {
      Story.rehearsed().records().stream()
          .map(e -> renamed(e, id))
          .forEach(e -> topics.add(Topics.EVENTS, 0, e));
      Receipt receipt = Receipts.of(Stage.EXTRACT, 100, 100, 100, 0, Story.BEGIN);
      receipt.setRunId(id + "/1");
      receipt.setCustomer(id);
      topics.add(Topics.RECEIPTS, 0, receipt);
      project(1_000);
      assertThat(progress.latestRun(id).orElseThrow().stages()).as(id).isNotEmpty();
      gauges.show(Story.BEGIN.plusSeconds(60));
      assertThat(
              gauge(
                  "godwit.stage.lag.records",
                  "customer",
                  id,
                  "stage",
                  "load",
                  "entity",
                  "contacts"))
          .isZero();
    }
  }

  @Test
  void shouldProjectEveryEventOfALongHistory() {
    int customers = 20;
    List<SpecificRecord> events = new ArrayList<>();
    for (int c = 0; c < customers; c++) {
      events.addAll(manyChunks("customer " + c, EVENTS_OF_A_REBUILD / customers));
    }
    events.forEach(e -> topics.add(Topics.EVENTS, 0, e));
    project(500);
    long stories = number("select count(*) from read_model.story");
    assertThat(stories).isEqualTo(events.size());
    assertThat(
            number(
                "select (document ->> 'chunks')::bigint from read_model.run where run = 2 limit 1"))
        .isPositive();
    assertThat(positions.isRebuilding()).isTrue();
    positions.rebuilt();
    assertThat(positions.isRebuilding()).isFalse();
  }

  private static SpecificRecord renamed(SpecificRecord event, String customer) {
    ((dev.godwit.event.v1.Envelope) event.get(0)).setMigrationId(customer);
    ((dev.godwit.event.v1.Envelope) event.get(0))
        .setEventId(customer + "-" + ((dev.godwit.event.v1.Envelope) event.get(0)).getEventId());
    return event;
  }

  /** A live run with that many chunks. */
  private static List<SpecificRecord> manyChunks(String customer, int chunks) {
    Story story = Story.rehearsed().approved().copyingLive();
    for (int i = 0; i < chunks; i++) {
      story.add(
          "extractor",
          new dev.godwit.orchestrator.domain.event.RunEvent.ChunkExtracted(
              dev.godwit.orchestrator.domain.common.Entity.CONTACTS, i, 100L, 100L));
    }
    return story.records().stream().map(e -> renamed(e, customer)).toList();
  }

  private double gauge(String meter, String... tags) {
    return meters.get(meter).tags(tags).gauge().value();
  }

  /** A rehearsal and a live run with all that the four topics say of them. */
  private void history() {
    story().records().forEach(e -> topics.add(Topics.EVENTS, 0, e));
    history(Topics.RECEIPTS);
    topics.add(Topics.QUARANTINE, 1, quarantined(3, "4711"));
    topics.add(Topics.QUARANTINE, 2, quarantined(4, "815"));
    topics.add(Topics.QUARANTINE, 1, quarantined(3, "4711"));
    topics.add(Topics.DIFFERENCES, 0, difference(1, "id=7"));
  }

  private void history(String receipts) {
    topics.add(receipts, 0, Receipts.of(Stage.EXTRACT, 100, 100, 100, 0, Story.BEGIN));
    topics.add(receipts, 0, transformed());
    topics.add(receipts, 0, transformed());
    topics.add(receipts, 0, Receipts.of(Stage.LOAD, 97, 97, 97, 0, Story.BEGIN.plusSeconds(3)));
    liveReceipts().forEach(r -> topics.add(receipts, 0, r));
  }

  private static Story story() {
    return Story.rehearsed().approved().copyingLive().opened().committed().cut(2, 40, true);
  }

  private static List<Receipt> liveReceipts() {
    return List.of(
        Receipts.live(Stage.TRANSFORM, 0, 0, 20, 18, 0, 0),
        Receipts.live(Stage.TRANSFORM, 0, 20, 41, 20, 0, 2),
        Receipts.live(Stage.TRANSFORM, 1, 0, 1, 0, 0, 2),
        Receipts.live(Stage.LOAD, 0, 0, 39, 30, 6, 2),
        Receipts.live(Stage.LOAD, 1, 0, 1, 0, 0, 2),
        Receipts.live(Stage.TRANSFORM, 0, 41, 50, 9, 0, 0));
  }

  private LiveAnswer live() {
    return reports.report("acme", 2).orElseThrow().live();
  }

  private static Receipt transformed() {
    Receipt receipt = Receipts.of(Stage.TRANSFORM, 100, 100, 97, 3, Story.BEGIN.plusSeconds(2));
    receipt.setReasons(List.of(new ReasonCount("BAD_ADDRESS", 3L)));
    return receipt;
  }

  private static QuarantinedRecord quarantined(long offset, String id) {
    return QuarantinedRecord.newBuilder()
        .setRunId("acme/1")
        .setEntity(Entity.CONTACTS)
        .setStage(Stage.TRANSFORM)
        .setLegacyId(id)
        .setReason("BAD_ADDRESS")
        .setField("address")
        .setLimit(64L)
        .setLength(90 + offset)
        .setDetail("expected one @")
        .setTopic("crm.contacts.extracted.v1")
        .setPartition(1)
        .setOffset(offset)
        .setValue(ByteBuffer.allocate(0))
        .setSourceRows(1)
        .build();
  }

  private static Difference difference(int cut, String key) {
    return Difference.newBuilder()
        .setRunId("acme/1")
        .setCut(cut)
        .setTable("contact")
        .setKey(key)
        .setDifference("MISSING")
        .setFields(List.of())
        .build();
  }

  /** Longer than what an index can hold, and without repetition. */
  private static String incompressible() {
    StringBuilder text = new StringBuilder();
    new java.util.Random(7).ints(20_000, 0x4e00, 0x9fff).forEach(c -> text.append((char) c));
    return text.toString();
  }

  private void project(int size) {
    project(topics, size);
  }

  private void project(RecordedTopics from, int size) {
    for (Batch batch = from.batch(positions.all(), size);
        !batch.records().isEmpty();
        batch = from.batch(positions.all(), size)) {
      writer.project(batch, from);
    }
    skipped.show();
  }

  private long liveIn() {
    return number(
        "select records_in from read_model.stage_progress where id = 'acme/2/TRANSFORM/LIVE'");
  }

  private long leftOutCount() {
    return number("select count(*) from read_model.left_out");
  }

  private long number(String sql) {
    return QuarkusTransaction.requiringNew()
        .call(() -> ((Number) entities.createNativeQuery(sql).getSingleResult()).longValue());
  }

  private void sql(String sql) {
    QuarkusTransaction.requiringNew().run(() -> entities.createNativeQuery(sql).executeUpdate());
  }

  /** Every row of every table. */
  private Map<String, List<String>> tables() {
    Map<String, List<String>> tables = new TreeMap<>();
    for (String table : Positions.TABLES) {
      tables.put(
          table,
          rows("select translate(t::text, ',', '|') from read_model." + table + " t order by 1"));
    }
    return tables;
  }

  private List<String> rows(String sql) {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                entities
                    .unwrap(Session.class)
                    .createNativeQuery(sql, String.class)
                    .getResultList());
  }
}
