package dev.godwit.transformer.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.common.v1.ReplaySelection;
import dev.godwit.common.v1.Route;
import dev.godwit.common.v1.RunKind;
import dev.godwit.common.v1.Stage;
import dev.godwit.event.v1.CutWritten;
import dev.godwit.event.v1.Envelope;
import dev.godwit.event.v1.RunStarted;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import dev.godwit.report.v1.ReplayReport;
import dev.godwit.report.v1.ReportEnvelope;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.row.v1.ReleasedRecord;
import dev.godwit.row.v1.TransformedRecord;
import dev.godwit.transformer.Records;
import dev.godwit.transformer.TestPack;
import dev.godwit.transformer.TestWire;
import dev.godwit.transformer.fix.RecordFixes;
import dev.godwit.transformer.inbound.ReplayOutcomes;
import dev.godwit.transformer.normalise.PlausibleTimes;
import dev.godwit.transformer.outbound.OutboundTransaction;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.WireDecoder;
import dev.godwit.wire.WireEncoder;
import dev.godwit.wire.live.TailMark;
import dev.godwit.worker.merge.RunMerges;
import dev.godwit.worker.run.LiveWindows;
import dev.godwit.worker.run.RunStatusTable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A live run whose transformer has records in quarantine, and processes that replay them. */
final class ReplayFixture {
  static final byte[] KEY = "acme/7".getBytes(StandardCharsets.UTF_8);

  private static final String RUN = TestPack.RUN.runId();

  /** A replay that a kill ended. */
  static final class KilledException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  final RunStatusTable statuses = new RunStatusTable();
  final List<Long> progress = new ArrayList<>();
  final TargetPack pack = wider();
  final MemoryTopics topics;
  ReplaySelection selection = ReplaySelection.newBuilder().build();
  int window = 1_000;
  int batch = 3;

  private final WireEncoder encoder = new WireEncoder(TestWire.settings());
  private final WireDecoder decoder = new WireDecoder(TestWire.settings());

  ReplayFixture() {
    topics = new MemoryTopics(encoder);
    statuses.apply(
        new RunStarted(
            envelope(), RunKind.LIVE, "acme", "legacy", "crm", "why", 0L, 8, null, List.of()));
    statuses.apply(
        new CutWritten(
            envelope(),
            Entity.LIVE.symbol(),
            0,
            Collections.nCopies(MemoryTopics.PARTITIONS, -1L),
            false,
            null));
  }

  static Envelope envelope() {
    return new Envelope("e", "acme", 1L, "c", "c", Instant.EPOCH, "by", 1, Route.UNKNOWN, -1L);
  }

  ReplayReport replay(int number) throws Exception {
    return replay(number, () -> batch);
  }

  /** One process of a replay; what it committed is in the topics then, however it ended. */
  ReplayReport replay(int number, TransformReplay.Turns turns) throws Exception {
    MockProducer<byte[], byte[]> producer =
        new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    ReplayCounts counts = new ReplayCounts(progress::add);
    TransformReplay replay =
        new TransformReplay(
            new TransformReplay.Request(
                TestPack.RUN, number, new QuarantineSelection(RUN, selection), window),
            topics,
            this::decoded,
            new OutboundTransaction(producer, encoder),
            counts,
            "me",
            InstantSource.fixed(Instant.EPOCH));
    try (ReplayOutcomes outcomes =
        new ReplayOutcomes(
            TestWire.settings(),
            TailMark.of("t".repeat(TailMark.SHORTEST)),
            statuses::status,
            new LiveWindows(statuses),
            RunMerges.NONE,
            pack,
            PlausibleTimes.ANY,
            RecordFixes.NONE)) {
      replay.begin();
      replay.run(outcomes, turns);
    } finally {
      for (ProducerRecord<byte[], byte[]> record : producer.history()) {
        topics.add(record);
      }
    }
    return counts.toReport(
        new ReportEnvelope("r", "t", "acme", 1, Stage.TRANSFORM, "me", Instant.EPOCH), number);
  }

  void email(int partition, String legacyId, String subject) {
    quarantine(
        Entity.EMAILS, partition, legacyId, 1, Records.email(legacyId).setSubject(subject).build());
  }

  void quarantine(Entity entity, int partition, String legacyId, long rows, SpecificRecord record) {
    quarantine(entity, partition, legacyId, rows, record, "LIMIT_EXCEEDED");
  }

  void quarantine(
      Entity entity,
      int partition,
      String legacyId,
      long rows,
      SpecificRecord record,
      String reason) {
    String topic = Topics.extracted(entity);
    long offset = topics.add(topic, partition, KEY, record);
    topics.add(
        Topics.QUARANTINE,
        partition,
        KEY,
        QuarantinedRecord.newBuilder()
            .setRunId(RUN)
            .setEntity(entity.symbol())
            .setEntityName(entity.declaredName())
            .setStage(Stage.TRANSFORM)
            .setLegacyId(legacyId)
            .setReason(reason)
            .setDetail("")
            .setTopic(topic)
            .setPartition(partition)
            .setOffset(offset)
            .setValue(ByteBuffer.allocate(0))
            .setSourceRows(rows)
            .build());
  }

  List<String> transformedIds() {
    List<String> ids = new ArrayList<>();
    for (int partition = 0; partition < MemoryTopics.PARTITIONS; partition++) {
      for (ConsumerRecord<byte[], byte[]> record :
          all(Topics.transformed(Entity.EMAILS), partition)) {
        ids.add(((TransformedRecord) decoded(record)).getLegacyId());
      }
    }
    return ids;
  }

  /** Reasons of a record's words in the quarantine, each with the number of its replay. */
  List<String> quarantinedAs(String legacyId) {
    List<String> reasons = new ArrayList<>();
    for (int partition = 0; partition < MemoryTopics.PARTITIONS; partition++) {
      for (ConsumerRecord<byte[], byte[]> record : all(Topics.QUARANTINE, partition)) {
        if (decoded(record) instanceof QuarantinedRecord one
            && one.getLegacyId().equals(legacyId)) {
          reasons.add(one.getReason() + " " + one.getReplay());
        }
      }
    }
    return reasons;
  }

  List<ReleasedRecord> released() {
    List<ReleasedRecord> released = new ArrayList<>();
    for (int partition = 0; partition < MemoryTopics.PARTITIONS; partition++) {
      for (ConsumerRecord<byte[], byte[]> record : all(Topics.QUARANTINE, partition)) {
        if (decoded(record) instanceof ReleasedRecord one) {
          assertThat(one.getPartition()).isEqualTo(partition);
          released.add(one);
        }
      }
    }
    return released;
  }

  List<Receipt> receipts() {
    return all(Topics.RECEIPTS, 0).stream().map(record -> (Receipt) decoded(record)).toList();
  }

  List<ConsumerRecord<byte[], byte[]>> all(String topic, int partition) {
    List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
    topics.read(topic, partition, 0, Long.MAX_VALUE, all::add);
    return all;
  }

  SpecificRecord decoded(ConsumerRecord<byte[], byte[]> record) {
    try {
      return decoder.decode(record.topic(), record.value());
    } catch (UnreadableRecordException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The standard pack after every column was widened in the target. */
  private static TargetPack wider() {
    return TestPack.of(
        Map.of(),
        TestPack.standard().tables().stream()
            .map(ReplayFixture::wider)
            .toArray(TargetTable[]::new));
  }

  private static TargetTable wider(TargetTable table) {
    TargetColumn[] columns =
        table.columns().stream()
            .map(
                column ->
                    new TargetColumn(
                        column.name(),
                        column.value(),
                        column.type(),
                        column.maxLength() == null ? null : column.maxLength() * 4,
                        column.nullable(),
                        column.references(),
                        column.extras(),
                        null))
            .toArray(TargetColumn[]::new);
    return TestPack.table(
        table.index(), table.entity(), table.name(), table.each(), table.maxItems(), columns);
  }
}
