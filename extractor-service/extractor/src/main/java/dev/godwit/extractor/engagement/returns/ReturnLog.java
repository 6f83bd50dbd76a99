package dev.godwit.extractor.engagement.returns;

import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.row.v1.ReturnProgress;
import java.util.List;

/** The durable progress of a return. Not thread-safe. */
interface ReturnLog extends AutoCloseable {
  /** The last progress of the run; null where there is none. */
  ReturnProgress last();

  /**
   * Writes progress, and the quarantined records of the batch before, atomically.
   *
   * @throws org.apache.kafka.common.KafkaException where the result is unknown, or another attempt
   *     has fenced this one; retriable by a new attempt
   */
  void write(ReturnProgress progress, List<QuarantinedRecord> quarantined);

  @Override
  void close();
}
