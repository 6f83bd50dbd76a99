package dev.godwit.loader.inbound;

import dev.godwit.records.Entity;
import dev.godwit.row.v1.Cut;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Neighbouring records of one run in one partition, in order of offset. A cut, where there is one,
 * ends it. Not thread-safe.
 */
public final class RecordRange {
  private final TopicPartition partition;
  private final Entity entity;
  private final List<LoadRecord> records = new ArrayList<>();
  private long from = -1;
  private long to = -1;
  private long firstAtMs;
  private Cut cut;

  public RecordRange(TopicPartition partition, Entity entity) {
    this.partition = partition;
    this.entity = entity;
  }

  public void add(LoadRecord record) {
    moveTo(record.source());
    records.add(record);
  }

  /** Ends the range with a cut. */
  public void end(Cut marker, ConsumerRecord<byte[], byte[]> source) {
    moveTo(source);
    cut = marker;
  }

  /** Shortens the range so that it ends before the record with this index. */
  public void endBefore(int index) {
    to = records.get(index).source().offset();
    records.subList(index, records.size()).clear();
    cut = null;
  }

  /** The same records in a range of its own. */
  public RecordRange copy() {
    RecordRange copy = new RecordRange(partition, entity);
    copy.records.addAll(records);
    copy.from = from;
    copy.to = to;
    copy.firstAtMs = firstAtMs;
    copy.cut = cut;
    return copy;
  }

  public TopicPartition partition() {
    return partition;
  }

  public Entity entity() {
    return entity;
  }

  public List<LoadRecord> records() {
    return records;
  }

  /** First offset. */
  public long from() {
    return from;
  }

  /** Offset after the last. */
  public long to() {
    return to;
  }

  /** Record time of the first record, milliseconds since 1970. */
  public long firstAtMs() {
    return firstAtMs;
  }

  /** The cut it ends with; null for none. */
  public Cut cut() {
    return cut;
  }

  /** True where the range ends before its first record. */
  public boolean isEmpty() {
    return to <= from;
  }

  private void moveTo(ConsumerRecord<byte[], byte[]> source) {
    if (from < 0) {
      from = source.offset();
      firstAtMs = source.timestamp();
    }
    to = source.offset() + 1;
  }
}
