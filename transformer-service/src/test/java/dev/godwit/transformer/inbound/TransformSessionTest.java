package dev.godwit.transformer.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.canonical.ByteDigest;
import dev.godwit.canonical.DerivedId;
import dev.godwit.event.v1.CutWritten;
import dev.godwit.receipt.v1.CloseCount;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.Cut;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.row.v1.TransformedRecord;
import dev.godwit.transformer.Records;
import dev.godwit.transformer.TestPack;
import dev.godwit.worker.run.RunSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TransformSessionTest {
  private static final String EMAILS = Topics.extracted(Entity.EMAILS);
  private static final TopicPartition TWO = new TopicPartition(EMAILS, 2);
  private static final TopicPartition THREE = new TopicPartition(EMAILS, 3);

  private final SessionFixture on = new SessionFixture(TWO, THREE);

  @Test
  void shouldWriteToThePartitionNumberReadFromWithReceiptAndOffset() throws Exception {
    byte[] value = on.read(TWO, 0, Records.email("70").build());
    on.steps(2);
    ProducerRecord<byte[], byte[]> passed = on.sent(Topics.transformed(Entity.EMAILS)).getFirst();
    assertThat(passed.partition()).isEqualTo(2);
    assertThat(passed.key()).isEqualTo(SessionFixture.KEY);
    TransformedRecord record =
        (TransformedRecord) on.decoder.decode(passed.topic(), passed.value());
    assertThat(record.getLegacyId()).isEqualTo("70");
    Receipt receipt = on.receipts().getFirst();
    assertThat(receipt.getRunId()).isEqualTo("acme/1");
    assertThat(receipt.getPartition()).isEqualTo(2);
    assertThat(receipt.getDigestIn()).isEqualTo(ByteDigest.hash(value));
    assertThat(receipt.getDigestOut()).isEqualTo(ByteDigest.hash(passed.value()));
    assertThat(on.committed(TWO).offset()).isEqualTo(1);
    assertThat(on.committed(TWO).metadata()).isEqualTo("acme%2F1=1");
    assertThat(on.counted).containsExactly("transformed=1");
  }

  @Test
  void shouldForwardACutInItsPartitionAndEndTheReceipt() throws Exception {
    on.event(
        new CutWritten(
            LiveSession.envelope("acme", 1),
            Entity.EMAILS.symbol(),
            1,
            List.of(0L, 0L, 0L, 1L, 0L, 0L),
            false,
            null));
    on.read(THREE, 0, Records.email("70").build());
    on.read(THREE, 1, new Cut("acme/1", Entity.EMAILS.symbol(), 1, 6, false, null));
    on.steps(2);
    List<ProducerRecord<byte[], byte[]>> passed = on.sent(Topics.transformed(Entity.EMAILS));
    assertThat(passed).hasSize(2).allMatch(record -> record.partition() == 3);
    Cut cut = (Cut) on.decoder.decode(passed.get(1).topic(), passed.get(1).value());
    assertThat(cut).isEqualTo(new Cut("acme/1", Entity.EMAILS.symbol(), 1, 6, false, null));
    Receipt receipt = on.receipts().getFirst();
    assertThat(receipt.getCut()).isEqualTo(1);
    assertThat(receipt.getCutPartitions()).isEqualTo(6);
    assertThat(receipt.getRecordsIn()).isEqualTo(1);
    assertThat(receipt.getToOffset()).isEqualTo(2);
  }

  @Test
  void shouldQuarantineARecordWholeWithItsReason() throws Exception {
    byte[] value = on.read(TWO, 4, Records.email("70").setSubject("x".repeat(51)).build());
    on.steps(2);
    ProducerRecord<byte[], byte[]> kept = on.sent(Topics.QUARANTINE).getFirst();
    assertThat(kept.partition()).isEqualTo(2);
    assertThat(kept.key()).isEqualTo(SessionFixture.KEY);
    QuarantinedRecord record = (QuarantinedRecord) on.decoder.decode(kept.topic(), kept.value());
    assertThat(record.getReason()).isEqualTo("LIMIT_EXCEEDED");
    assertThat(record.getField()).isEqualTo("email.subject");
    assertThat(record.getSourceField()).isEqualTo("subject");
    assertThat(record.getLimit()).isEqualTo(50);
    assertThat(record.getLength()).isEqualTo(51);
    assertThat(record.getLegacyId()).isEqualTo("70");
    assertThat(record.getOffset()).isEqualTo(4);
    assertThat(record.getValue().array()).isEqualTo(value);
    assertThat(record.getDetail()).doesNotContain("xx");
    assertThat(on.receipts().getFirst().getQuarantined()).isEqualTo(1);
    assertThat(on.sent(Topics.transformed(Entity.EMAILS))).isEmpty();
  }

  @Test
  void shouldCountAnUnreadableRecordForTheRunOfItsCustomer() throws Exception {
    on.read(TWO, 0, Records.email("70").build());
    on.consumer.addRecord(SessionFixture.record(TWO, 1, new byte[] {'{', '}'}));
    on.consumer.addRecord(SessionFixture.record(TWO, 2, new byte[] {0, 0, 0, 0, 99, 1}));
    on.consumer.addRecord(SessionFixture.record(TWO, 3, new byte[] {0, 0, 0, 0, 1, -1}));
    on.consumer.addRecord(SessionFixture.record(TWO, 4, null));
    on.read(TWO, 5, Records.engagement("700").build());
    on.read(TWO, 6, Records.email("71").build());
    on.steps(2);
    assertThat(on.sent(Topics.transformed(Entity.EMAILS))).hasSize(2);
    assertThat(on.sent(Topics.QUARANTINE)).hasSize(5);
    Receipt receipt = on.receipts().getFirst();
    assertThat(receipt.getRecordsIn()).isEqualTo(7);
    assertThat(receipt.getReasons())
        .singleElement()
        .satisfies(reason -> assertThat(reason.getReason()).isEqualTo("UNREADABLE"))
        .satisfies(reason -> assertThat(reason.getCount()).isEqualTo(5));
  }

  @Test
  void shouldQuarantineAnUnreadableRecordWhenItsRunIsUnknown() throws Exception {
    on.consumer.addRecord(SessionFixture.record(TWO, 0, new byte[] {1}));
    on.steps(2);
    ProducerRecord<byte[], byte[]> kept = on.sent(Topics.QUARANTINE).getFirst();
    QuarantinedRecord record = (QuarantinedRecord) on.decoder.decode(kept.topic(), kept.value());
    assertThat(record.getRunId()).isEmpty();
    assertThat(record.getReason()).isEqualTo("UNREADABLE");
    assertThat(on.receipts()).isEmpty();
    assertThat(on.committed(TWO).offset()).isEqualTo(1);
  }

  @Test
  void shouldWaitForTheEventOfARunInItsPartitionOnly() throws Exception {
    on.known.clear();
    on.known.put(
        "zeta/1",
        new RunSpec("zeta/1", "zeta", 1, TestPack.RUN.kind(), "legacy", "crm", DerivedId.ORDERED));
    on.read(TWO, 0, Records.email("70").build());
    on.read(THREE, 0, Records.email("80").setRunId("zeta/1").build());
    on.steps(3);
    assertThat(on.sent(Topics.transformed(Entity.EMAILS)))
        .singleElement()
        .satisfies(record -> assertThat(record.partition()).isEqualTo(3));
    assertThat(on.session.held()).containsEntry(TWO, "acme/1");
    on.known.put("acme/1", TestPack.RUN);
    on.read(TWO, 0, Records.email("70").build());
    on.steps(3);
    assertThat(on.session.held()).isEmpty();
    assertThat(on.sent(Topics.transformed(Entity.EMAILS))).hasSize(2);
  }

  @Test
  void shouldSkipRecordsWithoutAReceiptWhenTheirRunIsOver() throws Exception {
    on.stopped.add("acme/1");
    on.read(TWO, 0, Records.email("70").build());
    on.read(TWO, 1, new Cut("acme/1", Entity.EMAILS.symbol(), 1, 6, false, null));
    on.steps(2);
    assertThat(on.producer.history()).isEmpty();
    assertThat(on.committed(TWO).offset()).isEqualTo(2);
    assertThat(on.counted).containsExactly("skipped=2");
  }

  @Test
  void shouldSendExactlyOneRecordForEachRecordRead() throws Exception {
    int read = 0;
    for (int i = 0; i < 40; i++) {
      TopicPartition partition = i % 2 == 0 ? TWO : THREE;
      // A third of them cannot continue, whatever their place in the batch.
      String subject = i % 3 == 0 ? "x".repeat(51) : "subject";
      on.read(partition, i / 2, Records.email("id-" + i).setSubject(subject).build());
      read++;
      if (i % 7 == 0) {
        on.steps(2);
      }
    }
    on.steps(3);

    List<ProducerRecord<byte[], byte[]>> sent = new ArrayList<>();
    sent.addAll(on.sent(Topics.transformed(Entity.EMAILS)));
    sent.addAll(on.sent(Topics.QUARANTINE));
    assertThat(sent).hasSize(read);
    assertThat(on.producer.history()).hasSize(read + on.receipts().size());
    List<String> ids = new ArrayList<>();
    for (ProducerRecord<byte[], byte[]> record : sent) {
      ids.add(
          switch (on.decoder.decode(record.topic(), record.value())) {
            case TransformedRecord transformed -> transformed.getLegacyId();
            case QuarantinedRecord quarantined -> quarantined.getLegacyId();
            default -> "neither";
          });
    }
    assertThat(ids)
        .doesNotHaveDuplicates()
        .containsAll(IntStream.range(0, 40).mapToObj(i -> "id-" + i).toList());
    long counted = 0;
    for (Receipt receipt : on.receipts()) {
      counted += receipt.getRecordsOut() + receipt.getQuarantined();
    }
    assertThat(counted).isEqualTo(read);
  }

  @Test
  void shouldAbortTheOpenTransactionWhenPartitionsAreRevoked() throws Exception {
    on.read(TWO, 0, Records.email("70").build());
    on.steps(1);
    assertThat(on.producer.uncommittedRecords()).isNotEmpty();
    on.consumer.rebalance(List.of(TWO));
    assertThat(on.producer.transactionAborted()).isTrue();
    on.steps(1);
    assertThat(on.consumer.position(TWO)).isZero();
    on.read(TWO, 0, Records.email("70").build());
    on.steps(2);
    assertThat(on.sent(Topics.transformed(Entity.EMAILS))).hasSize(1);
    assertThat(on.receipts()).hasSize(1);
    assertThat(on.counted).containsExactly("transformed=1");
  }

  @Test
  void shouldCountAValueCloseToALimitOnceWhenItsTransactionIsAborted() throws Exception {
    String close = "x".repeat(49);
    on.read(TWO, 0, Records.email("70").setSubject(close).build());
    on.steps(1);
    on.consumer.rebalance(List.of(TWO));
    assertThat(on.producer.transactionAborted()).isTrue();
    on.steps(1);
    on.read(TWO, 0, Records.email("70").setSubject(close).build());
    on.read(TWO, 1, Records.email("71").setSubject("x".repeat(51)).build());
    on.steps(2);
    List<CloseCount> counted = new ArrayList<>();
    on.receipts().forEach(receipt -> counted.addAll(receipt.getClose()));
    assertThat(counted)
        .containsExactly(
            new CloseCount("email.subject", "CHARACTERS", 50L, 1L, 98, 49L, List.of("70")));
  }

  @Test
  void shouldCommitOffsetsBeyondMarkersWhenAllIsRead() {
    on.steps(1);
    on.consumer.seek(TWO, 9);
    on.steps(1);
    assertThat(on.committed(TWO).offset()).isEqualTo(9);
  }
}
