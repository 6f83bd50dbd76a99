package dev.godwit.extractor.outbound;

import dev.godwit.common.v1.Stage;
import dev.godwit.receipt.v1.ReasonCount;
import dev.godwit.records.Entity;
import dev.godwit.records.QuarantineLimits;
import dev.godwit.records.QuarantineReason;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.worker.task.TaskTransaction;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Quarantines rows of one chunk that cannot become a record, in the chunk's transaction, and counts
 * them by reason for its receipt. Not thread-safe.
 */
public final class ChunkQuarantine {
  /** Partition of a quarantined row that is in no topic. */
  static final int NO_PARTITION = -1;

  private final TaskTransaction transaction;
  private final Entity entity;
  private final String runId;
  private final byte[] key;
  private final int chunk;
  private final Map<String, Long> reasons = new TreeMap<>();
  private int records;
  private long rows;

  /**
   * For a chunk.
   *
   * @param chunk its number, a part of the offset that tells quarantined rows apart
   */
  public ChunkQuarantine(
      TaskTransaction transaction, Entity entity, String runId, String customer, int chunk) {
    this.transaction = transaction;
    this.entity = entity;
    this.runId = runId;
    this.key = ExtractedSink.key(customer);
    this.chunk = chunk;
  }

  /**
   * Quarantines what would be larger than a record may be.
   *
   * @param bytes size that was found, in bytes
   * @param sourceRows rows that the record would have stood for
   */
  void tooLarge(String legacyId, long bytes, int sourceRows) {
    add(
        legacyId,
        QuarantineReason.LIMIT_EXCEEDED,
        (long) KafkaSettings.MAX_KEY_AND_VALUE_BYTES,
        bytes,
        sourceRows,
        "Expected %s of at most %d bytes, which is the largest record that Kafka takes, found %d."
            .formatted(
                sourceRows == 1
                    ? "a row"
                    : "a merge group of %d %s".formatted(sourceRows, entity.text()),
                KafkaSettings.MAX_KEY_AND_VALUE_BYTES,
                bytes));
  }

  /**
   * Quarantines rows on which the source's query fails.
   *
   * @param legacyId id of the rows, or their key where the id cannot be read either
   * @param error the database's, without a value
   */
  public void failed(String legacyId, int sourceRows, String error) {
    add(
        legacyId,
        QuarantineReason.SOURCE_FAILED,
        null,
        null,
        sourceRows,
        "Expected the source to give the row, found that the pack's query fails on it: " + error);
  }

  private void add(
      String legacyId,
      QuarantineReason reason,
      Long limit,
      Long length,
      int sourceRows,
      String detail) {
    QuarantinedRecord record =
        QuarantinedRecord.newBuilder()
            .setRunId(runId)
            .setEntity(entity.symbol())
            .setEntityName(entity.declaredName())
            .setStage(Stage.EXTRACT)
            .setLegacyId(QuarantineLimits.text(legacyId))
            .setReason(reason.name())
            .setLimit(limit)
            .setLength(length)
            .setDetail(QuarantineLimits.text(detail))
            .setTopic(Topics.extracted(entity))
            .setPartition(NO_PARTITION)
            .setOffset(((long) chunk << Integer.SIZE) | records)
            .setValue(ByteBuffer.allocate(0))
            .setSourceRows(sourceRows)
            .build();
    Future<RecordMetadata> unused = transaction.send(Topics.QUARANTINE, null, key, record);
    records++;
    rows += sourceRows;
    reasons.merge(reason.name(), (long) sourceRows, Long::sum);
  }

  /** Forgets all; its transaction was taken back. */
  void restart() {
    records = 0;
    rows = 0;
    reasons.clear();
  }

  /** Source rows in quarantine. */
  public long rows() {
    return rows;
  }

  /** The same by reason, in the order of their names. */
  List<ReasonCount> reasons() {
    List<ReasonCount> counts = new ArrayList<>();
    reasons.forEach((reason, count) -> counts.add(new ReasonCount(reason, count)));
    return counts;
  }
}
