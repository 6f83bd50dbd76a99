package dev.godwit.transformer.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.common.v1.Entity;
import dev.godwit.digest.ByteDigest;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.Cut;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.row.v1.TransformedRecord;
import dev.godwit.serdes.WireDecoder;
import dev.godwit.serdes.WireEncoder;
import dev.godwit.stage.RunSpec;
import dev.godwit.transformer.Records;
import dev.godwit.transformer.TestPack;
import dev.godwit.transformer.TestWire;
import dev.godwit.transformer.outbound.OutboundTransaction;
import dev.godwit.transformer.run.OpenRuns;
import dev.godwit.transformer.run.RecordTransformer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TransformSessionTest {
  private static final String EMAILS = Topics.extracted(Entity.EMAILS);
  private static final TopicPartition TWO = new TopicPartition(EMAILS, 2);
  private static final TopicPartition THREE = new TopicPartition(EMAILS, 3);
  private static final byte[] KEY = "acme/7".getBytes(StandardCharsets.UTF_8);

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final WireEncoder encoder = new WireEncoder(TestWire.settings());
  private final WireDecoder decoder = new WireDecoder(TestWire.settings());
  private final Map<String, RunSpec> known = new HashMap<>();
  private final Set<String> stopped = new HashSet<>();
  private final List<String> counted = new ArrayList<>();
  private TransformSession session;
  private int stepsLeft;

  @BeforeEach
  void startSession() {
    known.put(TestPack.RUN.runId(), TestPack.RUN);
    OpenRuns.PackOfRun packs =
        new OpenRuns.PackOfRun() {
          @Override
          public OpenRuns.PackAnswer ask(RunSpec run) {
            return new OpenRuns.PackAnswer.Checked(TestPack.standard());
          }

          @Override
          public void forget(String runId) {
            // Nothing is kept here.
          }
        };
    OpenRuns runs =
        new OpenRuns(id -> Optional.ofNullable(known.get(id)), stopped::contains, packs);
    OutboundTransaction transaction = new OutboundTransaction(producer, encoder);
    session =
        new TransformSession(
            consumer,
            transaction,
            new RecordTransformer(decoder::decode, transaction::prefix, runs),
            runs,
            new OutcomeCounts((entity, outcome, n) -> counted.add(outcome + "=" + n)),
            "me",
            InstantSource.fixed(Instant.EPOCH));
    run(0);
    consumer.updateBeginningOffsets(Map.of(TWO, 0L, THREE, 0L));
    consumer.rebalance(List.of(TWO, THREE));
  }

  @Test
  void a_record_goes_to_the_partition_number_it_came_from_with_its_receipt_and_offset()
      throws Exception {
    byte[] value = read(TWO, 0, Records.email("70").build());
    steps(2);
    ProducerRecord<byte[], byte[]> passed = sent(Topics.transformed(Entity.EMAILS)).getFirst();
    assertThat(passed.partition()).isEqualTo(2);
    assertThat(passed.key()).isEqualTo(KEY);
    TransformedRecord record = (TransformedRecord) decoder.decode(passed.topic(), passed.value());
    assertThat(record.getLegacyId()).isEqualTo("70");
    Receipt receipt = receipts().getFirst();
    assertThat(receipt.getRunId()).isEqualTo("acme/1");
    assertThat(receipt.getPartition()).isEqualTo(2);
    assertThat(receipt.getDigestIn()).isEqualTo(ByteDigest.hash(value));
    assertThat(receipt.getDigestOut()).isEqualTo(ByteDigest.hash(passed.value()));
    assertThat(committed(TWO).offset()).isEqualTo(1);
    assertThat(committed(TWO).metadata()).isEqualTo("acme%2F1=1");
    assertThat(counted).containsExactly("transformed=1");
  }

  @Test
  void a_cut_is_passed_on_into_the_same_partition_and_ends_the_receipt() throws Exception {
    read(THREE, 0, Records.email("70").build());
    read(THREE, 1, new Cut("acme/1", Entity.EMAILS, 1, 6));
    steps(2);
    List<ProducerRecord<byte[], byte[]>> passed = sent(Topics.transformed(Entity.EMAILS));
    assertThat(passed).hasSize(2).allMatch(record -> record.partition() == 3);
    Cut cut = (Cut) decoder.decode(passed.get(1).topic(), passed.get(1).value());
    assertThat(cut).isEqualTo(new Cut("acme/1", Entity.EMAILS, 1, 6));
    Receipt receipt = receipts().getFirst();
    assertThat(receipt.getCut()).isEqualTo(1);
    assertThat(receipt.getCutPartitions()).isEqualTo(6);
    assertThat(receipt.getRecordsIn()).isEqualTo(1);
    assertThat(receipt.getToOffset()).isEqualTo(2);
  }

  @Test
  void a_record_that_cannot_go_on_is_kept_whole_with_its_reason() throws Exception {
    byte[] value = read(TWO, 4, Records.email("70").setSubject("x".repeat(51)).build());
    steps(2);
    ProducerRecord<byte[], byte[]> kept = sent(Topics.QUARANTINE).getFirst();
    assertThat(kept.partition()).isEqualTo(2);
    assertThat(kept.key()).isEqualTo(KEY);
    QuarantinedRecord record = (QuarantinedRecord) decoder.decode(kept.topic(), kept.value());
    assertThat(record.getReason()).isEqualTo("LIMIT_EXCEEDED");
    assertThat(record.getField()).isEqualTo("email.subject");
    assertThat(record.getLimit()).isEqualTo(50);
    assertThat(record.getLength()).isEqualTo(51);
    assertThat(record.getLegacyId()).isEqualTo("70");
    assertThat(record.getOffset()).isEqualTo(4);
    assertThat(record.getValue().array()).isEqualTo(value);
    assertThat(record.getDetail()).doesNotContain("xx");
    assertThat(receipts().getFirst().getQuarantined()).isEqualTo(1);
    assertThat(sent(Topics.transformed(Entity.EMAILS))).isEmpty();
  }

  @Test
  void what_cannot_be_read_is_counted_for_the_run_of_its_customer_and_nothing_stops()
      throws Exception {
    read(TWO, 0, Records.email("70").build());
    consumer.addRecord(record(TWO, 1, new byte[] {'{', '}'}));
    consumer.addRecord(record(TWO, 2, new byte[] {0, 0, 0, 0, 99, 1}));
    consumer.addRecord(record(TWO, 3, new byte[] {0, 0, 0, 0, 1, -1}));
    consumer.addRecord(record(TWO, 4, null));
    read(TWO, 5, Records.engagement("700").build());
    read(TWO, 6, Records.email("71").build());
    steps(2);
    assertThat(sent(Topics.transformed(Entity.EMAILS))).hasSize(2);
    assertThat(sent(Topics.QUARANTINE)).hasSize(5);
    Receipt receipt = receipts().getFirst();
    assertThat(receipt.getRecordsIn()).isEqualTo(7);
    assertThat(receipt.getReasons())
        .singleElement()
        .satisfies(reason -> assertThat(reason.getReason()).isEqualTo("UNREADABLE"))
        .satisfies(reason -> assertThat(reason.getCount()).isEqualTo(5));
  }

  @Test
  void what_cannot_be_read_is_kept_even_where_no_run_can_be_told() throws Exception {
    consumer.addRecord(record(TWO, 0, new byte[] {1}));
    steps(2);
    ProducerRecord<byte[], byte[]> kept = sent(Topics.QUARANTINE).getFirst();
    QuarantinedRecord record = (QuarantinedRecord) decoder.decode(kept.topic(), kept.value());
    assertThat(record.getRunId()).isEmpty();
    assertThat(record.getReason()).isEqualTo("UNREADABLE");
    assertThat(receipts()).isEmpty();
    assertThat(committed(TWO).offset()).isEqualTo(1);
  }

  @Test
  void a_partition_waits_for_the_event_of_its_run_and_the_others_go_on() throws Exception {
    known.clear();
    known.put("zeta/1", new RunSpec("zeta/1", "zeta", 1, TestPack.RUN.kind(), "legacy", "crm"));
    read(TWO, 0, Records.email("70").build());
    read(THREE, 0, Records.email("80").setRunId("zeta/1").build());
    steps(3);
    assertThat(sent(Topics.transformed(Entity.EMAILS)))
        .singleElement()
        .satisfies(record -> assertThat(record.partition()).isEqualTo(3));
    assertThat(session.held()).containsEntry(TWO, "acme/1");
    known.put("acme/1", TestPack.RUN);
    read(TWO, 0, Records.email("70").build());
    steps(3);
    assertThat(session.held()).isEmpty();
    assertThat(sent(Topics.transformed(Entity.EMAILS))).hasSize(2);
  }

  @Test
  void records_of_a_run_that_is_over_are_passed_over_without_a_receipt() throws Exception {
    stopped.add("acme/1");
    read(TWO, 0, Records.email("70").build());
    read(TWO, 1, new Cut("acme/1", Entity.EMAILS, 1, 6));
    steps(2);
    assertThat(producer.history()).isEmpty();
    assertThat(committed(TWO).offset()).isEqualTo(2);
    assertThat(counted).containsExactly("skipped=2");
  }

  @Test
  void when_partitions_are_taken_away_the_open_transaction_is_taken_back() throws Exception {
    read(TWO, 0, Records.email("70").build());
    steps(1);
    assertThat(producer.uncommittedRecords()).isNotEmpty();
    consumer.rebalance(List.of(TWO));
    assertThat(producer.transactionAborted()).isTrue();
    steps(1);
    assertThat(consumer.position(TWO)).isZero();
    read(TWO, 0, Records.email("70").build());
    steps(2);
    assertThat(sent(Topics.transformed(Entity.EMAILS))).hasSize(1);
    assertThat(receipts()).hasSize(1);
    assertThat(counted).containsExactly("transformed=1");
  }

  @Test
  void offsets_are_committed_over_markers_once_all_is_read() {
    steps(1);
    consumer.seek(TWO, 9);
    steps(1);
    assertThat(committed(TWO).offset()).isEqualTo(9);
  }

  private void run(int steps) {
    stepsLeft = steps;
    session.run(() -> stepsLeft-- > 0);
  }

  private void steps(int steps) {
    for (int i = 0; i < steps; i++) {
      session.step();
    }
  }

  private byte[] read(TopicPartition partition, long offset, SpecificRecord value) {
    byte[] bytes = encoder.encode(partition.topic(), value);
    consumer.addRecord(record(partition, offset, bytes));
    return bytes;
  }

  private static ConsumerRecord<byte[], byte[]> record(
      TopicPartition partition, long offset, byte[] value) {
    return new ConsumerRecord<>(partition.topic(), partition.partition(), offset, KEY, value);
  }

  private List<ProducerRecord<byte[], byte[]>> sent(String topic) {
    return producer.history().stream().filter(record -> record.topic().equals(topic)).toList();
  }

  private List<Receipt> receipts() throws Exception {
    List<Receipt> receipts = new ArrayList<>();
    for (ProducerRecord<byte[], byte[]> record : sent(Topics.RECEIPTS)) {
      assertThat(record.key()).isEqualTo("acme/1".getBytes(StandardCharsets.UTF_8));
      receipts.add((Receipt) decoder.decode(record.topic(), record.value()));
    }
    return receipts;
  }

  private OffsetAndMetadata committed(TopicPartition partition) {
    List<Map<String, Map<TopicPartition, OffsetAndMetadata>>> all =
        producer.consumerGroupOffsetsHistory();
    OffsetAndMetadata last = null;
    for (Map<String, Map<TopicPartition, OffsetAndMetadata>> groups : all) {
      for (Map<TopicPartition, OffsetAndMetadata> offsets : groups.values()) {
        last = offsets.getOrDefault(partition, last);
      }
    }
    return last;
  }
}
