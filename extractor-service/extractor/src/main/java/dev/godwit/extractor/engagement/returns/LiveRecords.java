package dev.godwit.extractor.engagement.returns;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Committed records of the live topic by partition and offset. Used by one thread. */
interface LiveRecords extends AutoCloseable {
  /** Begins to read a stretch, to the exclusion of its end. */
  void begin(int partition, long from, long upTo);

  /** The next record of the stretch; null at its end. */
  ConsumerRecord<byte[], byte[]> next();

  @Override
  void close();
}
