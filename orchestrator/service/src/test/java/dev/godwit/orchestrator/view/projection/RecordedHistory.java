package dev.godwit.orchestrator.view.projection;

import dev.godwit.common.v1.Stage;
import dev.godwit.orchestrator.view.Story;
import dev.godwit.orchestrator.view.progress.Receipts;
import dev.godwit.receipt.v1.ReasonCount;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.Difference;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.row.v1.ReleasedRecord;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** The records of a customer in the topics of these tests. */
final class RecordedHistory {
  private RecordedHistory() {}

  /** A rehearsal and a live run with all that the four topics say of them. */
  static void whole(RecordedTopics topics) {
    story().records().forEach(e -> topics.add(Topics.EVENTS, 0, e));
    receipts(topics);
    topics.add(Topics.QUARANTINE, 1, quarantined(3, "4711"));
    topics.add(Topics.QUARANTINE, 2, quarantined(4, "815"));
    topics.add(Topics.QUARANTINE, 1, quarantined(3, "4711"));
    topics.add(Topics.DIFFERENCES, 0, difference(1, "id=7"));
  }

  static void receipts(RecordedTopics topics) {
    topics.add(Topics.RECEIPTS, 0, Receipts.of(Stage.EXTRACT, 100, 100, 100, 0, Story.BEGIN));
    topics.add(Topics.RECEIPTS, 0, transformed());
    topics.add(Topics.RECEIPTS, 0, transformed());
    topics.add(
        Topics.RECEIPTS, 0, Receipts.of(Stage.LOAD, 97, 97, 97, 0, Story.BEGIN.plusSeconds(3)));
    liveReceipts().forEach(r -> topics.add(Topics.RECEIPTS, 0, r));
  }

  /** A live run that a verdict holds, with three records in the loader's quarantine. */
  static void heldWithQuarantine(RecordedTopics topics) {
    copying().heldByVerdict(1, 1, 0).records().forEach(e -> topics.add(Topics.EVENTS, 0, e));
    topics.add(Topics.RECEIPTS, 0, loaded(5, 57, 50, 3, 0));
    topics.add(Topics.RECEIPTS, 0, loaded(57, 107, 50, 0, 10));
    topics.add(Topics.QUARANTINE, 1, heldBack(10, "4711"));
    topics.add(Topics.QUARANTINE, 1, heldBack(11, "815"));
    topics.add(Topics.QUARANTINE, 1, heldBack(12, "99"));
  }

  static Story story() {
    return Story.rehearsed().approved().copyingLive().opened().committed().cut(2, 40, true);
  }

  static Story copying() {
    return Story.rehearsed().approved().copyingLive().opened();
  }

  static List<Receipt> liveReceipts() {
    return List.of(
        Receipts.live(Stage.TRANSFORM, 0, 0, 20, 18, 0, 0),
        Receipts.live(Stage.TRANSFORM, 0, 20, 41, 20, 0, 2),
        Receipts.live(Stage.TRANSFORM, 1, 0, 1, 0, 0, 2),
        Receipts.live(Stage.LOAD, 0, 0, 39, 30, 6, 2),
        Receipts.live(Stage.LOAD, 1, 0, 1, 0, 0, 2),
        Receipts.live(Stage.TRANSFORM, 0, 41, 50, 9, 0, 0));
  }

  static Receipt transformed() {
    Receipt receipt = Receipts.of(Stage.TRANSFORM, 100, 100, 97, 3, Story.BEGIN.plusSeconds(2));
    receipt.setReasons(List.of(new ReasonCount("BAD_ADDRESS", 3L)));
    return receipt;
  }

  static QuarantinedRecord quarantined(long offset, String id) {
    return QuarantinedRecord.newBuilder()
        .setRunId("acme/1")
        .setEntity(Entity.CONTACTS.symbol())
        .setEntityName(Entity.CONTACTS.declaredName())
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

  static Difference difference(int cut, String key) {
    return Difference.newBuilder()
        .setRunId("acme/1")
        .setCut(cut)
        .setTable("contact")
        .setKey(key)
        .setDifference("MISSING")
        .setFields(List.of())
        .build();
  }

  static Receipt loaded(long from, long to, long records, long quarantined, long second) {
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
  static Receipt release(int replay, long from, long to, long released) {
    Receipt receipt = loaded(from, to, 0, 0, 60);
    receipt.setReplay(replay);
    receipt.setRecordsOut(released);
    receipt.setQuarantined(-released);
    receipt.setReasons(List.of(new ReasonCount("TOO_LONG", -released)));
    return receipt;
  }

  static QuarantinedRecord heldBack(long offset, String id) {
    QuarantinedRecord record = quarantined(offset, id);
    record.setRunId("acme/2");
    record.setStage(Stage.LOAD);
    record.setReason("TOO_LONG");
    record.setTopic("crm.contacts.transformed.v1");
    return record;
  }

  static ReleasedRecord released(long offset) {
    return ReleasedRecord.newBuilder()
        .setRunId("acme/2")
        .setEntity(Entity.CONTACTS.symbol())
        .setEntityName(Entity.CONTACTS.declaredName())
        .setStage(Stage.LOAD)
        .setLegacyId("1")
        .setReason("TOO_LONG")
        .setTopic("crm.contacts.transformed.v1")
        .setPartition(1)
        .setOffset(offset)
        .setReplay(1)
        .build();
  }

  static SpecificRecord renamed(SpecificRecord event, String customer) {
    ((dev.godwit.event.v1.Envelope) event.get(0)).setMigrationId(customer);
    ((dev.godwit.event.v1.Envelope) event.get(0))
        .setEventId(customer + "-" + ((dev.godwit.event.v1.Envelope) event.get(0)).getEventId());
    return event;
  }
}
