package dev.godwit.extractor.engagement.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.common.v1.RunKind;
import dev.godwit.event.v1.CutStarted;
import dev.godwit.event.v1.CutWritten;
import dev.godwit.event.v1.Envelope;
import dev.godwit.event.v1.RunStarted;
import dev.godwit.extractor.engagement.tail.SourceDatabase;
import dev.godwit.records.Entity;
import dev.godwit.row.v1.Cut;
import dev.godwit.row.v1.QuarantinedRecord;
import java.io.IOException;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** Which events are delivered to a real source system around the windows of runs. */
class DeliveryWindowsIT extends DeliveringSource {
  @Test
  void shouldSkipEventsWhenTheyAreInAnOpenWindow() throws Exception {
    ConsumerRecord<byte[], byte[]> before =
        event("{'customer': 'moved', 'eventId': 'before', 'emailId': 20}");
    ConsumerRecord<byte[], byte[]> after =
        event("{'customer': 'moved', 'eventId': 'after', 'emailId': 20}");
    ConsumerRecord<byte[], byte[]> unreadable = topic.add(0, "moved/1", "{'");
    statuses.apply(started("moved", new Envelope()));
    statuses.apply(opened("moved", List.of(before.offset() + 1, 0L)));
    DeliveryBatch batch = batch();
    batch.add(before);
    batch.add(after);
    batch.add(unreadable);
    batch.deliver();
    assertThat(batch.delivered()).isEqualTo(1);
    assertThat(batch.skipped()).isEqualTo(2);
    assertThat(
            SourceDatabase.numbers(
                connection, "select count(*) from engagement where event_id = 'before'"))
        .containsExactly(1L);
    assertThat(SourceDatabase.numbers(connection, "select count(*) from engagement"))
        .containsExactly(1L);
  }

  @Test
  void shouldQuarantineAMarkerAndContinueWhenNoEventOrderedIt() throws Exception {
    DeliveryBatch batch = batch();
    batch.add(marker("stranger/7", 3));
    batch.add(event("{'customer': 'acme', 'eventId': 'a', 'emailId': 10}"));
    batch.deliver();
    assertThat(batch.waiting()).isEmpty();
    assertThat(batch.delivered()).isEqualTo(1);
    assertThat(batch.quarantined())
        .extracting(QuarantinedRecord::getReason)
        .containsExactly("UNREADABLE");
  }

  @Test
  void shouldWaitAtAMarkerWhenItsOrderIsConsumedLate() throws Exception {
    awaitEvents =
        () -> {
          statuses.apply(started("late", new Envelope()));
          statuses.apply(ordered("late"));
        };
    DeliveryBatch batch = batch();
    ConsumerRecord<byte[], byte[]> marker = marker("late/1", 0);
    batch.add(marker);
    batch.add(event("{'customer': 'acme', 'eventId': 'a', 'emailId': 10}"));
    assertThat(batch.waiting().values()).containsExactly(marker.offset());
    assertThat(batch.quarantined()).isEmpty();
  }

  private static RunStarted started(String customer, Envelope envelope) {
    RunStarted event = new RunStarted();
    event.setEnvelope(of(customer, envelope));
    event.setCustomer(customer);
    event.setKind(RunKind.LIVE);
    event.setSourcePack("reference-legacy");
    event.setTargetPack("reference-crm");
    event.setDecisions(List.of());
    return event;
  }

  private ConsumerRecord<byte[], byte[]> marker(String runId, int cut) throws IOException {
    return topic.addMarker(
        0,
        Cut.newBuilder()
            .setRunId(runId)
            .setEntity(Entity.LIVE.symbol())
            .setEntityName(Entity.LIVE.declaredName())
            .setCut(cut)
            .setPartitions(2)
            .build());
  }

  private static CutStarted ordered(String customer) {
    CutStarted event = new CutStarted();
    event.setEnvelope(of(customer, new Envelope()));
    event.setEntity(Entity.LIVE.symbol());
    event.setCut(0);
    return event;
  }

  private static CutWritten opened(String customer, List<Long> offsets) {
    CutWritten event = new CutWritten();
    event.setEnvelope(of(customer, new Envelope()));
    event.setEntity(Entity.LIVE.symbol());
    event.setCut(0);
    event.setOffsets(offsets);
    return event;
  }

  private static Envelope of(String customer, Envelope envelope) {
    envelope.setMigrationId(customer);
    envelope.setRun(1);
    return envelope;
  }
}
