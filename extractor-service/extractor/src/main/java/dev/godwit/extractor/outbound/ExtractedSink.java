package dev.godwit.extractor.outbound;

import dev.godwit.canonical.ByteDigest;
import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import dev.godwit.wire.BodyBuffer;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.worker.task.TaskTransaction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.utils.Utils;

/**
 * Sends the records of one chunk and sums up the counts and the digest of its receipt. A value's
 * bytes are encoded once, then hashed and sent. A row that is larger than a record may be is
 * quarantined. Not thread-safe.
 */
public final class ExtractedSink {
  private final TaskTransaction transaction;
  private final String topic;
  private final int partitions;
  private final Schema schema;
  private final byte[] keyPrefix;
  private final ChunkQuarantine quarantine;
  private final BodyBuffer body = new BodyBuffer();
  private long records;
  private long rows;
  private long digest;

  /**
   * A sink.
   *
   * @param schema schema of its records, derived from the pack
   * @param partitions number of partitions of the data topics
   * @param chunk number of the chunk
   */
  public ExtractedSink(
      TaskTransaction transaction,
      Entity entity,
      Schema schema,
      String runId,
      String customer,
      int partitions,
      int chunk) {
    this.transaction = transaction;
    this.topic = Topics.extracted(entity);
    this.partitions = partitions;
    this.schema = schema;
    this.keyPrefix = key(customer);
    this.quarantine = new ChunkQuarantine(transaction, entity, runId, customer, chunk);
  }

  /** The schema of its records. */
  Schema schema() {
    return schema;
  }

  /** The quarantine of the same chunk. */
  public ChunkQuarantine quarantine() {
    return quarantine;
  }

  /** Takes back all that was sent, and forgets its counts. */
  public void restart() {
    transaction.restart();
    quarantine.restart();
    records = 0;
    rows = 0;
    digest = 0;
  }

  /** Key of a customer's records that belong to no contact. */
  public static byte[] key(String customer) {
    return (customer + "/").getBytes(StandardCharsets.UTF_8);
  }

  /** Begins a record; its body is to be written into the buffer. */
  BodyBuffer begin() {
    body.beginValue();
    return body;
  }

  /**
   * True where rows of so many bytes can fit a record; where they cannot, they are quarantined and
   * must not be written, so that no larger buffer is made.
   *
   * @param legacyId id of the row, or of the survivor of a merge group
   */
  boolean fits(long bytes, Supplier<String> legacyId, int sourceRows) {
    boolean fits = bytes <= KafkaSettings.MAX_KEY_AND_VALUE_BYTES;
    if (!fits) {
      tooLarge(legacyId.get(), bytes, sourceRows);
    }
    return fits;
  }

  /**
   * Quarantines rows that are too large for a record, and counts them.
   *
   * @param legacyId id of the row, or of the survivor of a merge group
   */
  public void tooLarge(String legacyId, long bytes, int sourceRows) {
    quarantine.tooLarge(legacyId, bytes, sourceRows);
    rows += sourceRows;
  }

  /** Counts rows that were quarantined without being written. */
  public void failed(String legacyId, int sourceRows, String error) {
    quarantine.failed(legacyId, sourceRows, error);
    rows += sourceRows;
  }

  /**
   * Sends the record that was written, under the key of a contact; quarantines it where it is too
   * large.
   *
   * @param legacyId id of the row, or of the survivor of a merge group
   */
  void end(byte[] contact, int start, int length, int sourceRows, Supplier<String> legacyId) {
    long bytes = (long) keyPrefix.length + length + body.length();
    if (!fits(bytes, legacyId, sourceRows)) {
      return;
    }
    byte[] key = Arrays.copyOf(keyPrefix, keyPrefix.length + length);
    System.arraycopy(contact, start, key, keyPrefix.length, length);
    byte[] value = body.copy();
    transaction.encoder().complete(topic, schema, value);
    int partition = Utils.toPositive(Utils.murmur2(key)) % partitions;
    Future<RecordMetadata> unused = transaction.sendBytes(topic, partition, key, value);
    digest += ByteDigest.hash(value, 0, value.length);
    records++;
    rows += sourceRows;
  }

  /** Records sent. */
  public long records() {
    return records;
  }

  /** Source rows that they stand for, and those in quarantine. */
  public long rows() {
    return rows;
  }

  /** Sum modulo 2^64 of the hashes of their values. */
  public long digest() {
    return digest;
  }
}
