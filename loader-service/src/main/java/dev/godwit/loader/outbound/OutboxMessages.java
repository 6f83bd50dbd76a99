package dev.godwit.loader.outbound;

import dev.godwit.common.v1.Stage;
import dev.godwit.loader.inbound.LoadRecord;
import dev.godwit.loader.inbound.RecordRange;
import dev.godwit.loader.progress.FencedRun;
import dev.godwit.loader.progress.Outbox;
import dev.godwit.loader.progress.Outbox.Message;
import dev.godwit.loader.rows.RangeOutcome;
import dev.godwit.receipt.v1.ReasonCount;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.receipt.v1.TableDigest;
import dev.godwit.records.Entity;
import dev.godwit.records.QuarantineLimits;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.row.v1.ReleasedRecord;
import dev.godwit.row.v1.Violation;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Makes the messages of the outbox, in the wire format: the receipt of each loaded range, and the
 * quarantined record of each record that cannot be loaded. A message is named by topic, partition
 * and offset of what it is about, by which a consumer recognises a repeated one. Not thread-safe,
 * like its encoder.
 */
public final class OutboxMessages {
  private final Encoder encoder;
  private final String instance;

  /** Encodes a record for a topic in the wire format. Not thread-safe. */
  @FunctionalInterface
  public interface Encoder {
    byte[] encode(String topic, SpecificRecord record);
  }

  /**
   * @param instance name of this process, for receipts
   */
  public OutboxMessages(Encoder encoder, String instance) {
    this.encoder = encoder;
    this.instance = instance;
  }

  /**
   * The quarantined record of a record with a problem: its value, as far as quarantine keeps it,
   * and the reason, in the partition number that it was read from.
   *
   * @param runId the run; empty where the record belongs to none
   */
  public Message quarantined(String runId, Entity entity, LoadRecord record) {
    ConsumerRecord<byte[], byte[]> source = record.source();
    LoadRecord.Parent parent = record.problem().parent();
    QuarantinedRecord quarantined =
        QuarantinedRecord.newBuilder()
            .setRunId(runId)
            .setEntity(entity.symbol())
            .setEntityName(entity.declaredName())
            .setStage(Stage.LOAD)
            .setLegacyId(QuarantineLimits.text(record.legacyId()))
            .setReason(record.problem().reason().name())
            .setField(record.problem().field())
            .setDetail(QuarantineLimits.detail(record.problem().detail(), source.value()))
            .setTopic(source.topic())
            .setPartition(source.partition())
            .setOffset(source.offset())
            .setValue(QuarantineLimits.value(source.value()))
            .setSourceRows(1)
            .setParentEntity(parent == null ? null : parent.entity().symbol())
            .setParentEntityName(parent == null ? null : parent.entity().declaredName())
            .setParentId(parent == null ? null : QuarantineLimits.text(parent.id()))
            .setOthers(record.problem().others().stream().map(OutboxMessages::violation).toList())
            .build();
    return new Message(
        "quarantine/%s/%d/%d".formatted(source.topic(), source.partition(), source.offset()),
        Topics.QUARANTINE,
        source.partition(),
        QuarantineLimits.key(source.key()),
        encoder.encode(Topics.QUARANTINE, quarantined),
        new TopicPartition(source.topic(), source.partition()));
  }

  private static Violation violation(LoadRecord.Problem problem) {
    return Violation.newBuilder()
        .setReason(problem.reason().name())
        .setField(problem.field())
        .setDetail(QuarantineLimits.text(problem.detail()))
        .build();
  }

  /** The receipt of a range. */
  public Message receipt(FencedRun run, RangeOutcome outcome) {
    RecordRange range = outcome.range();
    TopicPartition partition = range.partition();
    Receipt receipt =
        begin(run, range.entity(), partition, range.from(), range.to())
            .setCut(range.cut() == null ? 0 : range.cut().getCut())
            .setCutPartitions(range.cut() == null ? 0 : range.cut().getPartitions())
            .setRecordsIn(outcome.received())
            .setRowsIn(outcome.received())
            .setRecordsOut(outcome.loaded())
            .setMergedAway(0)
            .setQuarantined(outcome.quarantined())
            .setAlreadyLoaded(outcome.held())
            .setDigestIn(outcome.digestIn())
            .setDigestOut(0)
            .setReasons(reasons(outcome.reasons(), 1))
            .setTables(tables(outcome))
            .setFirstInputAt(Instant.ofEpochMilli(range.firstAtMs()))
            .setProducedAt(Instant.now())
            .build();
    return new Message(
        "receipt/%s/%d/%d".formatted(partition.topic(), partition.partition(), range.from()),
        Topics.RECEIPTS,
        null,
        run.runId().getBytes(StandardCharsets.UTF_8),
        encoder.encode(Topics.RECEIPTS, receipt),
        partition);
  }

  private Receipt.Builder begin(
      FencedRun run, Entity entity, TopicPartition partition, long from, long to) {
    return Receipt.newBuilder()
        .setRunId(run.runId())
        .setCustomer(run.customer())
        .setStage(Stage.LOAD)
        .setEntity(entity.symbol())
        .setEntityName(entity.declaredName())
        .setPartition(partition.partition())
        .setFromOffset(from)
        .setToOffset(to)
        .setInstance(instance);
  }

  private static List<ReasonCount> reasons(Map<String, Long> reasons, long sign) {
    return reasons.entrySet().stream()
        .map(reason -> new ReasonCount(reason.getKey(), sign * reason.getValue()))
        .toList();
  }

  private static List<TableDigest> tables(RangeOutcome outcome) {
    return outcome.digests().entrySet().stream()
        .map(
            table ->
                new TableDigest(
                    table.getKey(), table.getValue().rows(), table.getValue().toBytes()))
        .toList();
  }

  /**
   * The receipt of a replay's step, with its gains: what was released is loaded, or held already,
   * and no longer quarantined.
   *
   * @param replay number of the replay
   * @param released the released records alone
   * @param from first offset of the step
   * @param to offset after its last
   * @param reasons reasons for which the released records were quarantined
   */
  public Message replayReceipt(
      FencedRun run,
      int replay,
      RangeOutcome released,
      long from,
      long to,
      Map<String, Long> reasons) {
    TopicPartition partition = released.range().partition();
    Receipt receipt =
        begin(run, released.range().entity(), partition, from, to)
            .setReplay(replay)
            .setCut(0)
            .setCutPartitions(0)
            .setRecordsIn(0)
            .setRowsIn(0)
            .setRecordsOut(released.loaded())
            .setMergedAway(0)
            .setQuarantined(-released.received())
            .setAlreadyLoaded(released.held())
            .setDigestIn(0)
            .setDigestOut(0)
            .setReasons(reasons(reasons, -1))
            .setTables(tables(released))
            .setFirstInputAt(Instant.ofEpochMilli(released.range().firstAtMs()))
            .setProducedAt(Instant.now())
            .build();
    return new Message(
        "%sreceipt/%s/%d/%d"
            .formatted(
                replayPrefix(run.runId(), replay), partition.topic(), partition.partition(), from),
        Topics.RECEIPTS,
        null,
        run.runId().getBytes(StandardCharsets.UTF_8),
        encoder.encode(Topics.RECEIPTS, receipt),
        partition);
  }

  /** The released record of a record that a replay wrote, in the partition of its quarantine. */
  public Message released(
      String runId, int replay, Entity entity, LoadRecord record, String reason) {
    ConsumerRecord<byte[], byte[]> source = record.source();
    ReleasedRecord released =
        ReleasedRecord.newBuilder()
            .setRunId(runId)
            .setEntity(entity.symbol())
            .setEntityName(entity.declaredName())
            .setStage(Stage.LOAD)
            .setLegacyId(QuarantineLimits.text(record.legacyId()))
            .setReason(reason)
            .setTopic(source.topic())
            .setPartition(source.partition())
            .setOffset(source.offset())
            .setReplay(replay)
            .setSourceRows(1)
            .build();
    return new Message(
        "%sreleased/%s/%d/%d"
            .formatted(
                replayPrefix(runId, replay), source.topic(), source.partition(), source.offset()),
        Topics.QUARANTINE,
        source.partition(),
        QuarantineLimits.key(source.key()),
        encoder.encode(Topics.QUARANTINE, released),
        new TopicPartition(source.topic(), source.partition()));
  }

  /**
   * A report of a replay.
   *
   * @param name tells this report from the others of the replay
   * @param migration key of the report
   */
  public Message replayReport(
      String runId, int replay, String name, String migration, SpecificRecord report) {
    return new Message(
        replayPrefix(runId, replay) + name,
        Topics.REPORTS,
        null,
        migration.getBytes(StandardCharsets.UTF_8),
        encoder.encode(Topics.REPORTS, report),
        Outbox.WITHOUT_SOURCE);
  }

  /** Beginning of the names of all messages of a replay. */
  public static String replayPrefix(String runId, int replay) {
    return "replay/%s/%d/".formatted(runId, replay);
  }
}
