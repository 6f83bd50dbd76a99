package dev.godwit.transformer.replay;

import java.util.SortedSet;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The topics that a replay reads.
 *
 * <p><b>Contract</b>: only committed records are passed, in the order of their offsets. For one
 * thread.
 */
interface ReplayTopics extends AutoCloseable {
  /** Number of partitions of a topic. */
  int partitions(String topic);

  /** Offset of the first record that is still there. */
  long begin(String topic, int partition);

  /**
   * Offset behind the last record, also of transactions that are open: once everything before it is
   * read, everything that was committed before the call is.
   */
  long end(String topic, int partition);

  /** Passes the records from an offset, or the first that is still there, to before another. */
  void read(
      String topic,
      int partition,
      long from,
      long to,
      Consumer<ConsumerRecord<byte[], byte[]>> visitor);

  /** Passes the records at these offsets; an offset without a record is skipped. */
  void readAt(
      String topic,
      int partition,
      SortedSet<Long> offsets,
      Consumer<ConsumerRecord<byte[], byte[]>> visitor);

  @Override
  void close();
}
