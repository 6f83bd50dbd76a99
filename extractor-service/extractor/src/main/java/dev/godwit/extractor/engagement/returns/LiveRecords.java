package dev.godwit.extractor.engagement.returns;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Committed records of the live topic by partition and offset. Not thread-safe. */
interface LiveRecords extends AutoCloseable {
  /** Begins to read a range of offsets; its end is exclusive. */
  void begin(int partition, long from, long upTo);

  /**
   * The next record of the range; null at its end.
   *
   * @throws LostLiveRecordsException where records of the range are deleted
   */
  ConsumerRecord<byte[], byte[]> next();

  @Override
  void close();
}
