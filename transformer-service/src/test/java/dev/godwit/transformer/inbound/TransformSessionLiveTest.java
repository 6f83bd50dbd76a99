package dev.godwit.transformer.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.canonical.ByteDigest;
import dev.godwit.canonical.DerivedId;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import dev.godwit.records.QuarantineLimits;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.Cut;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.row.v1.TransformedLive;
import dev.godwit.row.v1.TransformedRecord;
import dev.godwit.transformer.Records;
import dev.godwit.transformer.TestPack;
import dev.godwit.worker.merge.MergeGroup;
import dev.godwit.worker.merge.Merges;
import dev.godwit.worker.merge.RunMerges;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class TransformSessionLiveTest extends LiveSession {
  @Test
  void shouldForwardAnEventBehindTheOpeningCutInItsPartition() throws Exception {
    open("acme", 1, 9);
    ProducerRecord<byte[], byte[]> passed;
    byte[] value = on.read(TWO, 10, event("acme", "e-1").setEmailId("70").build());
    on.steps(2);
    passed = on.sent(Topics.LIVE_TRANSFORMED).getFirst();
    assertThat(passed.partition()).isEqualTo(2);
    assertThat(passed.key()).isEqualTo(SessionFixture.KEY);
    TransformedLive live = (TransformedLive) on.decoder.decode(passed.topic(), passed.value());
    assertThat(live.getRunId()).isEqualTo("acme/1");
    assertThat(live.getEventId()).isEqualTo("e-1");
    assertThat(live.getMessageId()).isNull();
    assertThat(live.getRows()).hasSize(1);
    assertThat(live.getRows().getFirst().getTable()).isEqualTo(5);
    assertThat(live.getRows().getFirst().getCells())
        .startsWith(id("events", "e-1"), id("emails", "70"), "acme", "open");
    Receipt receipt = on.receipts().getFirst();
    assertThat(Entities.of(receipt)).isEqualTo(Entity.LIVE);
    assertThat(receipt.getFromOffset()).isEqualTo(10);
    assertThat(receipt.getDigestIn()).isEqualTo(ByteDigest.hash(value));
    assertThat(receipt.getDigestOut()).isEqualTo(ByteDigest.hash(passed.value()));
    assertThat(on.counted).containsExactly("transformed=1");
  }

  @Test
  void shouldSayForWhichTablesAndColumnsTheRowsOfAnEventAre() throws Exception {
    open("acme", 1, 9);
    on.read(TWO, 10, event("acme", "e-1").setEmailId("70").build());
    on.steps(2);

    assertThat(live(on.sent(Topics.LIVE_TRANSFORMED).getLast()).getLayout())
        .isEqualTo(TestPack.standard().layout());
  }

  @Test
  void shouldLeaveAnEventToTheSourceWhenItIsOutsideAllWindows() throws Exception {
    open("acme", 1, 9);
    on.read(TWO, 8, event("acme", "early").setEmailId("70").build());
    on.read(TWO, 10, event("other", "e-1").setEmailId("70").build());
    on.steps(2);
    assertThat(on.producer.history()).isEmpty();
    assertThat(on.committed(TWO).offset()).isEqualTo(11);
    assertThat(on.counted).containsExactly("outside=2");
  }

  @Test
  void shouldForwardAnEventOfARehearsalToItsRunAndBookItInNoReceipt() throws Exception {
    on.event(rehearsal("acme", 3));
    on.read(TWO, 4, event("acme", "e-1").setRehearsal(3).setEmailId("70").build());
    on.read(TWO, 5, event("acme", "e-2").setRehearsal(3).setKind("nonsense").build());
    on.steps(2);
    ProducerRecord<byte[], byte[]> passed = on.sent(Topics.LIVE_TRANSFORMED).getFirst();
    assertThat(((TransformedLive) decoded(passed)).getRunId()).isEqualTo("acme/3");
    QuarantinedRecord refused = quarantined(on.sent(Topics.QUARANTINE).getFirst());
    assertThat(refused.getRunId()).isEqualTo("acme/3");
    assertThat(refused.getLegacyId()).isEqualTo("e-2");
    assertThat(on.receipts()).isEmpty();
    assertThat(on.committed(TWO).offset()).isEqualTo(6);
    assertThat(on.counted).containsExactlyInAnyOrder("transformed=1", "quarantined=1");
  }

  @Test
  void shouldSkipAnEventOfARehearsalWhenItsRunIsOverUnknownOrLive() throws Exception {
    on.event(rehearsal("acme", 3));
    on.liveStopped.add("acme/3");
    open("acme", 4, 9);
    on.read(TWO, 10, event("acme", "late").setRehearsal(3).setEmailId("70").build());
    on.read(TWO, 11, event("acme", "unknown").setRehearsal(77).setEmailId("70").build());
    on.read(TWO, 12, event("acme", "of a live run").setRehearsal(4).setEmailId("70").build());
    on.read(TWO, 13, event("acme", "real").setEmailId("70").build());
    on.steps(4);
    assertThat(on.sent(Topics.LIVE_TRANSFORMED))
        .extracting(record -> ((TransformedLive) decoded(record)).getEventId())
        .containsExactly("real");
    Receipt receipt = on.receipts().getFirst();
    assertThat(receipt.getRecordsIn()).as("only the real one").isEqualTo(1);
    assertThat(on.committed(TWO).offset()).isEqualTo(14);
  }

  @Test
  void shouldWaitForTheEventOfAMarkerInItsPartitionOnly() throws Exception {
    start("acme", 1);
    on.event(ordered("acme", 1, 0));
    open("zeta", 4, 0);
    Cut opens = new Cut("acme/1", Entity.LIVE.symbol(), 0, PARTITIONS, false, null);
    on.read(TWO, 9, opens);
    on.read(THREE, 5, event("zeta", "z-1").setEmailId("70").build());
    on.steps(3);
    assertThat(on.session.held()).containsOnlyKeys(TWO);
    assertThat(on.sent(Topics.LIVE_TRANSFORMED)).hasSize(1);

    on.statuses.apply(cutWritten("acme", 1, 0, false, 9));
    on.read(TWO, 9, opens);
    on.read(TWO, 10, event("acme", "e-1").setEmailId("70").build());
    on.steps(3);

    assertThat(on.session.held()).isEmpty();
    List<ProducerRecord<byte[], byte[]>> passed =
        on.sent(Topics.LIVE_TRANSFORMED).stream().filter(r -> r.partition() == 2).toList();
    assertThat(on.decoder.decode(passed.getFirst().topic(), passed.getFirst().value()))
        .isEqualTo(opens);
    assertThat(passed).hasSize(2);
    Receipt receipt = receiptOf("acme/1", 0);
    assertThat(receipt.getCut()).isZero();
    assertThat(receipt.getFromOffset()).isEqualTo(10);
    assertThat(receipt.getToOffset()).isEqualTo(11);
  }

  @Test
  void shouldLetAnEventThatRefersToAContactWaitForThePlanAndFollowTheSurvivor() throws Exception {
    open("acme", 1, 0);
    on.pack = TestPack.withUnknownParents();
    on.ofMerges = new MergesOfRun.Answer.Waiting("the plan of run acme/1");
    on.read(THREE, 4, event("acme", "refers to nothing").setEmailId("70").build());
    on.read(TWO, 4, event("acme", "refers").setEmailId("70").setContactId("9").build());
    on.steps(3);
    assertThat(on.session.held()).containsOnlyKeys(TWO);
    assertThat(on.sent(Topics.LIVE_TRANSFORMED)).hasSize(1);

    MergeGroup group = new MergeGroup(List.of("7", "9"), MergeGroup.SAME_ADDRESS);
    Merges merges = new Merges(List.of(group));
    on.ofMerges = new MergesOfRun.Answer.Known(new RunMerges(Map.of(Entity.CONTACTS, merges)));
    on.read(TWO, 4, event("acme", "refers").setEmailId("70").setContactId("9").build());
    on.steps(3);

    assertThat(on.session.held()).isEmpty();
    TransformedLive passed = live(on.sent(Topics.LIVE_TRANSFORMED).getLast());
    assertThat(passed.getEventId()).isEqualTo("refers");
    assertThat(passed.getRows().getFirst().getCells())
        .startsWith(id("events", "refers"), id("emails", "70"), id("contacts", "7"));
    assertThat(on.committed(TWO).offset()).isEqualTo(5);
  }

  @Test
  void shouldNotWaitForThePlanOfARunThatEnds() {
    open("acme", 1, 0);
    on.pack = TestPack.withUnknownParents();
    on.ofMerges = new MergesOfRun.Answer.Waiting("the plan of run acme/1");
    on.read(TWO, 4, event("acme", "refers").setContactId("9").build());
    on.steps(2);
    assertThat(on.session.held()).containsOnlyKeys(TWO);

    on.liveStopped.add("acme/1");
    on.read(TWO, 4, event("acme", "refers").setContactId("9").build());
    on.steps(3);

    assertThat(on.session.held()).isEmpty();
    assertThat(on.sent(Topics.LIVE_TRANSFORMED)).isEmpty();
    assertThat(on.committed(TWO).offset()).isEqualTo(5);
  }

  @Test
  void shouldEndARangeAtACutAndKeepCustomersApart() throws Exception {
    open("acme", 1, 0);
    open("zeta", 4, 1);
    on.statuses.apply(cutWritten("acme", 1, 1, false, 6));
    on.read(TWO, 2, event("acme", "a-1").setEmailId("70").build());
    on.read(TWO, 3, event("zeta", "z-1").setEmailId("70").build());
    on.read(TWO, 4, event("acme", "a-2").setEmailId("70").build());
    on.read(TWO, 6, new Cut("acme/1", Entity.LIVE.symbol(), 1, PARTITIONS, false, null));
    on.read(TWO, 7, event("zeta", "z-2").setEmailId("70").build());
    on.read(TWO, 8, event("acme", "a-3").setEmailId("70").build());
    on.steps(2);
    assertThat(on.receipts()).hasSize(3);
    Receipt before = receiptOf("acme/1", 1);
    assertThat(before.getFromOffset()).isEqualTo(2);
    assertThat(before.getToOffset()).isEqualTo(7);
    assertThat(before.getRecordsIn()).isEqualTo(2);
    assertThat(before.getCutPartitions()).isEqualTo(PARTITIONS);
    Receipt after = receiptOf("acme/1", 0);
    assertThat(after.getFromOffset()).isEqualTo(7);
    assertThat(after.getToOffset()).isEqualTo(9);
    assertThat(after.getRecordsIn()).isEqualTo(1);
    Receipt other = receiptOf("zeta/4", 0);
    assertThat(other.getRecordsIn()).isEqualTo(2);
    assertThat(other.getFromOffset()).isEqualTo(3);
    assertThat(other.getToOffset()).isEqualTo(8);
    assertThat(on.sent(Topics.LIVE_TRANSFORMED)).hasSize(6);
  }

  @Test
  void shouldWriteOnlyLiveEngagementAfterTheCommit() throws Exception {
    open("acme", 1, 0);
    on.stopped.add("acme/1");
    on.read(TWO, 5, event("acme", "e-1").setEmailId("70").build());
    on.read(SNAPSHOT, 0, Records.engagement("700").build());
    on.steps(2);
    assertThat(on.sent(Topics.LIVE_TRANSFORMED)).hasSize(1);
    assertThat(on.sent(Topics.transformed(Entity.ENGAGEMENTS))).isEmpty();
  }

  @Test
  void shouldWriteNothingForARunThatIsUndone() throws Exception {
    open("acme", 1, 0);
    on.liveStopped.add("acme/1");
    on.read(TWO, 5, event("acme", "e-1").setEmailId("70").build());
    on.consumer.addRecord(SessionFixture.record(TWO, 6, new byte[] {7}));
    on.read(TWO, 7, new Cut("acme/1", Entity.LIVE.symbol(), 0, PARTITIONS, false, null));
    on.steps(2);
    assertThat(on.producer.history()).isEmpty();
    assertThat(on.counted).containsExactly("skipped=3");
  }

  @Test
  void shouldReadJsonEventsWhoseClockDecidesNothing() throws Exception {
    open("acme", 1, 0);
    on.consumer.addRecord(json(4, "1970-01-01T00:00:00Z"));
    on.consumer.addRecord(json(5, "2099-12-31T23:59:59Z"));
    on.steps(2);
    assertThat(on.sent(Topics.LIVE_TRANSFORMED)).hasSize(2);
    assertThat(on.sent(Topics.QUARANTINE)).isEmpty();
  }

  @Test
  void shouldLeaveTheEmailToTheLoaderWhenOnlyTheMessageIsKnown() throws Exception {
    open("acme", 1, 0);
    on.read(TWO, 4, event("acme", "e-1").setMessageId("m@x").build());
    on.read(TWO, 5, event("acme", "e-2").setMessageId("m@x").setEmailId("70").build());
    on.steps(2);
    List<ProducerRecord<byte[], byte[]>> passed = on.sent(Topics.LIVE_TRANSFORMED);
    TransformedLive byMessage = live(passed.getFirst());
    assertThat(byMessage.getMessageId()).isEqualTo("m@x");
    assertThat(byMessage.getRows().getFirst().getCells().get(1)).isNull();
    TransformedLive byEmail = live(passed.get(1));
    assertThat(byEmail.getMessageId()).isNull();
    assertThat(byEmail.getRows().getFirst().getCells().get(1)).isEqualTo(id("emails", "70"));
  }

  @Test
  void shouldQuarantineALiveEventWithItsReasonAndCountItForItsRun() throws Exception {
    open("acme", 1, 0);
    on.read(TWO, 4, event("acme", null).setEmailId("70").build());
    on.read(TWO, 5, event("acme", "e-1").build());
    on.read(TWO, 6, event("acme", "e-2").setEmailId("70").setKind("bounce").build());
    on.consumer.addRecord(SessionFixture.record(TWO, 7, "{oops".getBytes(StandardCharsets.UTF_8)));
    on.read(TWO, 8, Records.engagement("700").build());
    on.steps(2);
    List<QuarantinedRecord> kept =
        on.sent(Topics.QUARANTINE).stream().map(this::quarantined).toList();
    assertThat(kept)
        .extracting(QuarantinedRecord::getReason)
        .containsExactly(
            "REQUIRED_MISSING", "REQUIRED_MISSING", "UNKNOWN_KIND", "UNREADABLE", "UNREADABLE");
    assertThat(kept).allMatch(record -> Entities.of(record).equals(Entity.LIVE));
    assertThat(kept).allMatch(record -> record.getRunId().equals("acme/1"));
    assertThat(kept.get(0).getField()).isEqualTo("eventId");
    assertThat(kept.get(1).getField()).isEqualTo("emailId");
    assertThat(kept.get(1).getLegacyId()).isEqualTo("e-1");
    Receipt receipt = on.receipts().getFirst();
    assertThat(receipt.getRecordsIn()).isEqualTo(5);
    assertThat(receipt.getQuarantined()).isEqualTo(5);
  }

  @Test
  void shouldCountWhatMachinesCausedApartWhateverBecomesOfIt() throws Exception {
    open("acme", 1, 0);
    on.read(TWO, 4, event("acme", "e-1").setEmailId("70").setMachine("true").build());
    on.read(TWO, 5, event("acme", "e-2").setEmailId("70").setMachine("false").build());
    on.read(TWO, 6, event("acme", "e-3").setEmailId("70").build());
    on.read(TWO, 7, event("acme", "e-4").setMachine("Bot").build());
    on.steps(2);
    Receipt receipt = on.receipts().getFirst();
    assertThat(receipt.getRecordsIn()).isEqualTo(4);
    assertThat(receipt.getRecordsOut()).isEqualTo(3);
    assertThat(receipt.getQuarantined()).isEqualTo(1);
    assertThat(receipt.getMachine()).isEqualTo(2);
    assertThat(on.counted).contains("machine=2");
  }

  @Test
  void shouldQuarantineAnUnreadableRecordWithoutARunWhenItIsOutsideAllWindows() throws Exception {
    on.consumer.addRecord(SessionFixture.record(TWO, 4, null));
    on.steps(2);
    assertThat(quarantined(on.sent(Topics.QUARANTINE).getFirst()).getRunId()).isEmpty();
    assertThat(on.receipts()).isEmpty();
  }

  @Test
  void shouldQuarantineAnEventWhenNoTextCanHoldItsId() throws Exception {
    open("acme", 1, 0);
    on.read(TWO, 4, event("acme", "e-\0").setEmailId("70").build());
    on.read(TWO, 5, event("acme", "e-1").setMessageId("m-\0").build());
    on.read(TWO, 6, event("acme", null).setLegacyId("7\0").setEmailId("70").build());
    on.read(TWO, 7, event("acme", "e-2").setEmailId("70").build());
    on.steps(2);
    List<QuarantinedRecord> kept =
        on.sent(Topics.QUARANTINE).stream().map(this::quarantined).toList();
    assertThat(kept).extracting(QuarantinedRecord::getReason).containsOnly("UNREADABLE");
    assertThat(kept)
        .extracting(QuarantinedRecord::getDetail)
        .satisfiesExactly(
            first -> assertThat(first).contains("NUL", "eventId"),
            second -> assertThat(second).contains("NUL", "messageId"),
            third -> assertThat(third).contains("NUL", "legacyId"));
    assertThat(on.sent(Topics.LIVE_TRANSFORMED)).hasSize(1);
  }

  @Test
  void shouldAwaitEventsFirstWhenItTakesAPartitionOver() throws Exception {
    on.unheard.addAll(List.of(started("acme", 1), cutWritten("acme", 1, 0, false, 9)));
    on.consumer.rebalance(List.of());
    on.consumer.rebalance(List.of(TWO, THREE, SNAPSHOT));
    on.read(TWO, 10, event("acme", "e-1").setEmailId("70").build());
    on.steps(3);
    assertThat(on.sent(Topics.LIVE_TRANSFORMED)).hasSize(1);
    assertThat(on.counted).containsExactly("transformed=1");
  }

  @Test
  void shouldKeepThePartOfARecordThatIsTooLargeToForward() throws Exception {
    open("acme", 1, 0);
    String messageId = "m".repeat(LargestRecord.BYTES);
    on.read(TWO, 4, event("acme", "e-1").setMessageId(messageId).build());
    on.steps(2);
    assertThat(on.sent(Topics.LIVE_TRANSFORMED)).isEmpty();
    QuarantinedRecord kept = quarantined(on.sent(Topics.QUARANTINE).getFirst());
    assertThat(kept.getReason()).isEqualTo("LIMIT_EXCEEDED");
    assertThat(kept.getLegacyId()).isEqualTo("e-1");
    assertThat(kept.getLimit()).isEqualTo((long) LargestRecord.BYTES);
    assertThat(kept.getValue().remaining()).isEqualTo(QuarantineLimits.VALUE_BYTES);
    assertThat(kept.getDetail()).contains("are kept here");
  }

  @Test
  void shouldMakeTheSameRowOfAnEventInSnapshotAndLive() throws Exception {
    open("acme", 1, 0);
    on.read(SNAPSHOT, 0, Records.engagement("700").setEventId("e-1").build());
    on.read(TWO, 4, event("acme", "e-1").setEmailId("70").build());
    on.read(SNAPSHOT, 1, Records.engagement("701").build());
    on.readTail(TWO, 5, event("acme", null).setLegacyId("701").setEmailId("70").build());
    on.steps(2);
    List<Object> snapshot =
        on.sent(Topics.transformed(Entity.ENGAGEMENTS)).stream()
            .map(record -> firstCell(((TransformedRecord) decoded(record)).getRows()))
            .toList();
    List<Object> live =
        on.sent(Topics.LIVE_TRANSFORMED).stream()
            .map(record -> firstCell(live(record).getRows()))
            .toList();
    assertThat(live).isEqualTo(snapshot);
    assertThat(live).containsExactly(id("events", "e-1"), id("engagements", "701"));
  }

  private static org.apache.kafka.clients.consumer.ConsumerRecord<byte[], byte[]> json(
      long offset, String at) {
    String text =
        "{\"customer\":\"acme\",\"eventId\":\"j-%d\",\"emailId\":\"70\",\"kind\":\"click\",\"url\":\"u\",\"occurredAt\":\"%s\"}"
            .formatted(offset, at);
    return SessionFixture.record(TWO, offset, text.getBytes(StandardCharsets.UTF_8));
  }

  private static Object firstCell(List<dev.godwit.row.v1.TableRow> rows) {
    return rows.getFirst().getCells().getFirst();
  }

  private Receipt receiptOf(String runId, int cut) throws Exception {
    return on.receipts().stream()
        .filter(receipt -> receipt.getRunId().equals(runId) && receipt.getCut() == cut)
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  private TransformedLive live(ProducerRecord<byte[], byte[]> record) {
    return (TransformedLive) decoded(record);
  }

  private static ByteBuffer id(String entity, String legacyId) {
    return ByteBuffer.wrap(DerivedId.of(DerivedId.ORDERED, "acme", entity).bytes(legacyId));
  }
}
