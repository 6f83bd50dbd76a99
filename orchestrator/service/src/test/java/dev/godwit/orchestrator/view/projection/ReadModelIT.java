package dev.godwit.orchestrator.view.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.api.LiveAnswer;
import dev.godwit.api.ViewAnswer;
import dev.godwit.common.v1.Stage;
import dev.godwit.orchestrator.domain.event.RequestEvent.MigrationPaused;
import dev.godwit.orchestrator.view.Story;
import dev.godwit.orchestrator.view.progress.Receipts;
import dev.godwit.orchestrator.view.projection.TopicReader.Batch;
import dev.godwit.orchestrator.view.read.MigrationReader;
import dev.godwit.orchestrator.view.read.ReportReader;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Topics;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** The projections on a real PostgreSQL: each record once, in any batch, whatever fails. */
@QuarkusTest
@TestProfile(ReadModelAlone.class)
class ReadModelIT extends ProjectedTopics {
  private static final int EVENTS_OF_A_REBUILD = Integer.getInteger("rebuild.events", 4_000);

  @Inject ViewState state;
  @Inject ReportReader reports;
  @Inject MigrationReader migrations;

  @Test
  void shouldWriteTheSameRowsWhateverTheBatchSize() {
    RecordedHistory.whole(topics);
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
    RecordedHistory.whole(topics);
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
    RecordedHistory.whole(topics);
    project(1_000);
    Map<String, List<String>> once = tables();

    topics.add(Topics.RECEIPTS, 0, RecordedHistory.transformed());
    topics.add(Topics.QUARANTINE, 1, RecordedHistory.quarantined(3, "4711"));
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
        topics.add(Topics.DIFFERENCES, 0, RecordedHistory.difference(cut, "id=" + i));
      }
    }
    project(40);
    assertThat(tables().get("difference"))
        .hasSize(100)
        .allSatisfy(row -> assertThat(row).contains("acme/1|2|"));
  }

  @Test
  void shouldSkipARecordAtFaultAndContinue() {
    List<SpecificRecord> events = Story.rehearsed().records();
    topics.add(Topics.EVENTS, 0, events.getFirst());
    topics.add(Topics.EVENTS, 0, RecordedHistory.difference(1, "no event"));
    dev.godwit.event.v1.MigrationPaused refused =
        (dev.godwit.event.v1.MigrationPaused)
            new Story().add("ann", new MigrationPaused("why")).records().getFirst();
    refused.getEnvelope().setMigrationId(incompressible());
    topics.add(Topics.EVENTS, 0, refused);
    topics.addGarbage(Topics.EVENTS);
    events.stream().skip(1).forEach(e -> topics.add(Topics.EVENTS, 0, e));
    RecordedHistory.receipts(topics);
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
    RecordedHistory.whole(topics);
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
    RecordedHistory.whole(topics);
    project(1_000);
    LiveAnswer whole = live();
    assertThat(whole.arrived()).isEqualTo(49);
    assertThat(whole.behindCut()).isEqualTo(9);
    assertThat(whole.unread()).isNegative();

    RecordedTopics years = new RecordedTopics();
    RecordedHistory.story().records().forEach(e -> years.add(Topics.EVENTS, 0, e));
    RecordedHistory.liveReceipts().stream().skip(1).forEach(r -> years.add(Topics.RECEIPTS, 0, r));
    writer.empty();
    project(years, 1_000);
    assertThat(live()).isEqualTo(whole);

    RecordedTopics eventsAlone = new RecordedTopics();
    RecordedHistory.story().records().forEach(e -> eventsAlone.add(Topics.EVENTS, 0, e));
    writer.empty();
    project(eventsAlone, 1_000);
    assertThat(live().arrived()).isEqualTo(40);
    assertThat(live().behindCut()).isNegative();
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

  /** A live run with that many chunks. */
  private static List<SpecificRecord> manyChunks(String customer, int chunks) {
    Story story = Story.rehearsed().approved().copyingLive();
    for (int i = 0; i < chunks; i++) {
      story.add(
          "extractor",
          new dev.godwit.orchestrator.domain.event.RunEvent.ChunkExtracted(
              dev.godwit.orchestrator.domain.common.Entity.CONTACTS, i, 100L, 100L, 1L));
    }
    return story.records().stream().map(e -> RecordedHistory.renamed(e, customer)).toList();
  }

  private LiveAnswer live() {
    return reports.report("acme", 2).orElseThrow().live();
  }

  private long liveIn() {
    return number(
        "select records_in from read_model.stage_progress where id = 'acme/2/TRANSFORM/LIVE'");
  }

  private long leftOutCount() {
    return number("select count(*) from read_model.left_out");
  }

  /** Longer than what an index can hold, and without repetition. */
  private static String incompressible() {
    StringBuilder text = new StringBuilder();
    new java.util.Random(7).ints(20_000, 0x4e00, 0x9fff).forEach(c -> text.append((char) c));
    return text.toString();
  }
}
