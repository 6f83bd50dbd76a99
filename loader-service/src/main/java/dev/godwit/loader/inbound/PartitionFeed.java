package dev.godwit.loader.inbound;

import dev.godwit.common.v1.Entity;
import dev.godwit.row.v1.Cut;
import dev.godwit.row.v1.TransformedLive;
import dev.godwit.row.v1.TransformedRecord;
import dev.godwit.wire.UnreadableRecordException;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The polled records of one partition, decoded one at a time. Not thread-safe. */
final class PartitionFeed {
  private final TopicPartition partition;
  private final Entity entity;
  private final Iterator<ConsumerRecord<byte[], byte[]>> records;
  private final RecordReader decoder;
  private Input next;

  PartitionFeed(
      TopicPartition partition,
      Entity entity,
      List<ConsumerRecord<byte[], byte[]>> records,
      RecordReader decoder) {
    this.partition = partition;
    this.entity = entity;
    this.records = records.iterator();
    this.decoder = decoder;
    move();
  }

  TopicPartition partition() {
    return partition;
  }

  Entity entity() {
    return entity;
  }

  /** The next record; null where all have been taken. */
  Input peek() {
    return next;
  }

  /** Takes the next record. */
  void move() {
    next = records.hasNext() ? decode(records.next()) : null;
  }

  /** Says which run the next record, which cannot be read, belongs to; empty for none. */
  void nextBelongsTo(String runId) {
    if (next instanceof Input.Unreadable poison) {
      next = new Input.Unreadable(poison.source(), runId, poison.detail());
    }
  }

  /** Gives up the rest; it will be polled again from where the consumer is told to seek. */
  void stop() {
    next = null;
    while (records.hasNext()) {
      records.next();
    }
  }

  /** False for what the database cannot even be asked for. */
  private static boolean isRun(String runId) {
    return runId.indexOf('\0') < 0;
  }

  private Input decode(ConsumerRecord<byte[], byte[]> source) {
    try {
      return switch (decoder.decode(source.topic(), source.value())) {
        case TransformedRecord record when entity != Entity.LIVE && isRun(record.getRunId()) ->
            new Input.Data(source, record);
        case TransformedLive event when entity == Entity.LIVE && isRun(event.getRunId()) ->
            new Input.Live(source, event);
        case Cut cut when isRun(cut.getRunId()) -> new Input.Marker(source, cut);
        default ->
            new Input.Unreadable(
                source,
                null,
                "Expected a %s or a Cut of a run, found a record of another type or run."
                    .formatted(entity == Entity.LIVE ? "TransformedLive" : "TransformedRecord"));
      };
    } catch (UnreadableRecordException e) {
      return new Input.Unreadable(source, null, e.getMessage());
    }
  }
}
