package dev.godwit.validator.arrival;

import dev.godwit.validator.differences.TopicRange;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.WireDecoder;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A topic that is read to its end again and again, each record once. Records that cannot be read
 * are skipped; other consumers report them. Not thread-safe.
 */
final class FollowedTopic {
  private final String name;
  private final Instant since;
  private final TopicRange topics;
  private final WireDecoder decoder;
  private final Map<Integer, Long> next = new HashMap<>();

  /**
   * @param since time of the first record; null for all records
   * @param topics shared by topics that are read in turn
   */
  FollowedTopic(String name, Instant since, TopicRange topics, WireDecoder decoder) {
    this.name = name;
    this.since = since;
    this.topics = topics;
    this.decoder = decoder;
  }

  /** Passes the records since the last call. */
  void follow(Consumer<SpecificRecord> visitor) {
    for (int partition = 0; partition < topics.partitions(name); partition++) {
      long end = topics.end(name, partition);
      long from = Math.max(from(partition), topics.begin(name, partition));
      if (from < end) {
        topics.read(name, partition, from, end, record -> visit(record, visitor));
      }
      next.put(partition, Math.max(from, end));
    }
  }

  private long from(int partition) {
    Long known = next.get(partition);
    if (known != null) {
      return known;
    }
    return since == null ? 0 : topics.since(name, partition, since);
  }

  private void visit(ConsumerRecord<byte[], byte[]> record, Consumer<SpecificRecord> visitor) {
    try {
      visitor.accept(decoder.decode(record.topic(), record.value()));
    } catch (UnreadableRecordException e) {
      visitor.accept(null);
    }
  }
}
