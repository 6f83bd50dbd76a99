package dev.godwit.orchestrator.view.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.common.v1.Stage;
import dev.godwit.orchestrator.view.Story;
import dev.godwit.orchestrator.view.progress.Receipts;
import dev.godwit.orchestrator.view.progress.StagePositions;
import dev.godwit.orchestrator.view.read.ProgressReader;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The gauges of projected topics, on a real PostgreSQL. */
@QuarkusTest
@TestProfile(ReadModelAlone.class)
class ReadModelGaugesIT extends ProjectedTopics {
  @Inject HealthGauges gauges;
  @Inject StagePositions stages;
  @Inject MeterRegistry meters;
  @Inject ProgressReader progress;

  @Test
  void shouldShowEveryGaugeWithItsLabelsAndNeverNotANumber() {
    RecordedHistory.whole(topics);
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
          .map(e -> RecordedHistory.renamed(e, id))
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

  private double gauge(String meter, String... tags) {
    return meters.get(meter).tags(tags).gauge().value();
  }
}
