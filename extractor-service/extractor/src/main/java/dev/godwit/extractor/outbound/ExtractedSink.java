package dev.godwit.extractor.outbound;

import dev.godwit.canonical.ByteDigest;
import dev.godwit.common.v1.Entity;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.ExtractedContact;
import dev.godwit.row.v1.ExtractedEmail;
import dev.godwit.row.v1.ExtractedEngagement;
import dev.godwit.wire.BodyBuffer;
import dev.godwit.wire.WireEncoder;
import dev.godwit.worker.task.TaskTransaction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.Future;
import org.apache.avro.Schema;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.utils.Utils;

/**
 * Passes on the records of one chunk and sums up the counts and the digest of its receipt. A
 * value's bytes are encoded once, then hashed and passed on. Not thread-safe.
 */
public final class ExtractedSink {
  /** Takes the records one after the other. */
  @FunctionalInterface
  public interface Output {
    /**
     * The next record; the arrays are not changed after.
     *
     * @param hash hash of the value, which the digest sums up
     */
    void take(byte[] key, byte[] value, long hash);
  }

  private final WireEncoder encoder;
  private final Output output;
  private final String topic;
  private final Schema schema;
  private final byte[] keyPrefix;
  private final BodyBuffer body = new BodyBuffer();
  private long records;
  private long rows;
  private long digest;

  /**
   * A sink that sends the records within a transaction.
   *
   * @param partitions number of partitions of the data topics
   */
  public ExtractedSink(
      TaskTransaction transaction, Entity entity, String customer, int partitions) {
    this(transaction.encoder(), entity, customer, sending(transaction, entity, partitions));
  }

  /** A sink that passes the records on. */
  public ExtractedSink(WireEncoder encoder, Entity entity, String customer, Output output) {
    this.encoder = encoder;
    this.output = output;
    this.topic = Topics.extracted(entity);
    this.schema = schema(entity);
    this.keyPrefix = key(customer);
  }

  private static Output sending(TaskTransaction transaction, Entity entity, int partitions) {
    String topic = Topics.extracted(entity);
    return (key, value, hash) -> {
      int partition = Utils.toPositive(Utils.murmur2(key)) % partitions;
      Future<RecordMetadata> unused = transaction.sendBytes(topic, partition, key, value);
    };
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

  /** Passes on the record that was written, under the key of a contact. */
  void end(byte[] contact, int start, int length, int sourceRows) {
    byte[] key = Arrays.copyOf(keyPrefix, keyPrefix.length + length);
    System.arraycopy(contact, start, key, keyPrefix.length, length);
    byte[] value = body.copy();
    encoder.complete(topic, schema, value);
    long hash = ByteDigest.hash(value);
    output.take(key, value, hash);
    digest += hash;
    records++;
    rows += sourceRows;
  }

  /** Records passed on. */
  public long records() {
    return records;
  }

  /** Source rows that they stand for. */
  public long rows() {
    return rows;
  }

  /** Sum modulo 2^64 of the hashes of their values. */
  public long digest() {
    return digest;
  }

  private static Schema schema(Entity entity) {
    return switch (entity) {
      case CONTACTS -> ExtractedContact.getClassSchema();
      case EMAILS -> ExtractedEmail.getClassSchema();
      case ENGAGEMENTS -> ExtractedEngagement.getClassSchema();
      case LIVE, UNKNOWN ->
          throw new IllegalArgumentException(
              "Expected contacts, emails or engagements, found %s.".formatted(entity));
    };
  }
}
