package dev.godwit.loader.inbound;

import dev.godwit.records.Entity;
import dev.godwit.row.v1.Cut;
import dev.godwit.row.v1.TransformedLive;
import dev.godwit.row.v1.TransformedRecord;
import dev.godwit.wire.UnreadableRecordException;
import java.util.Iterator;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The polled records of one partition, decoded one at a time. Not thread-safe. */
public final class PartitionFeed {
  private final TopicPartition partition;
  private final Entity entity;
  private final Iterator<ConsumerRecord<byte[], byte[]>> records;
  private final Decoder decoder;
  private InboundRecord next;

  /** Decodes a record of a topic from the wire format. Not thread-safe. */
  @FunctionalInterface
  public interface Decoder {
    /**
     * The record.
     *
     * @throws UnreadableRecordException poison
     */
    SpecificRecord decode(String topic, byte[] value) throws UnreadableRecordException;
  }

  PartitionFeed(
      TopicPartition partition,
      Entity entity,
      List<ConsumerRecord<byte[], byte[]>> records,
      Decoder decoder) {
    this.partition = partition;
    this.entity = entity;
    this.records = records.iterator();
    this.decoder = decoder;
    move();
  }

  public TopicPartition partition() {
    return partition;
  }

  public Entity entity() {
    return entity;
  }

  /** The next record; null where all have been taken. */
  public InboundRecord peek() {
    return next;
  }

  /** Moves to the next record. */
  public void move() {
    next = records.hasNext() ? decode(records.next()) : null;
  }

  /** Assigns a run to the next record, which is unreadable; empty for none. */
  public void nextBelongsTo(String runId) {
    if (next instanceof InboundRecord.Unreadable poison) {
      next = new InboundRecord.Unreadable(poison.source(), runId, poison.detail());
    }
  }

  /** Drops the rest, which is polled again after the consumer has sought its offset. */
  void stop() {
    next = null;
    while (records.hasNext()) {
      records.next();
    }
  }

  /** False for an id that no database text can hold. */
  private static boolean isRun(String runId) {
    return runId.indexOf('\0') < 0;
  }

  private InboundRecord decode(ConsumerRecord<byte[], byte[]> source) {
    return decode(source, entity, decoder);
  }

  /** The record of an entity's topic, decoded where that is possible. */
  public static InboundRecord decode(
      ConsumerRecord<byte[], byte[]> source, Entity entity, Decoder decoder) {
    try {
      return switch (decoder.decode(source.topic(), source.value())) {
        case TransformedRecord record
            when !entity.equals(Entity.LIVE) && isRun(record.getRunId()) ->
            new InboundRecord.Row(source, record);
        case TransformedLive event when entity.equals(Entity.LIVE) && isRun(event.getRunId()) ->
            new InboundRecord.Live(source, event);
        case Cut cut when isRun(cut.getRunId()) -> new InboundRecord.Marker(source, cut);
        default ->
            new InboundRecord.Unreadable(
                source,
                null,
                "Expected a %s or a Cut of a run, found a record of another type or run."
                    .formatted(
                        entity.equals(Entity.LIVE) ? "TransformedLive" : "TransformedRecord"));
      };
    } catch (UnreadableRecordException e) {
      return new InboundRecord.Unreadable(source, null, e.getMessage());
    }
  }
}
