package dev.godwit.extractor.engagement.returns;

import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.row.v1.ReturnProgress;
import java.util.List;

/** Where a return writes down how far it is. Used by one thread. */
interface ReturnLog extends AutoCloseable {
  /** What was written down last for the run; null where nothing was. */
  ReturnProgress last();

  /**
   * Writes down progress, and what was quarantined by the batch before, all or nothing.
   *
   * @throws org.apache.kafka.common.KafkaException where that is not known to have happened, or
   *     another attempt has begun
   */
  void write(ReturnProgress progress, List<QuarantinedRecord> quarantined);

  @Override
  void close();
}
