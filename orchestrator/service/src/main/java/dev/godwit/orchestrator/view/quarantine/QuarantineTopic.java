package dev.godwit.orchestrator.view.quarantine;

import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.row.v1.ReleasedRecord;
import java.io.IOException;
import java.time.Instant;

/** The records of {@code crm.quarantine.v1}. */
public interface QuarantineTopic {
  /**
   * Reads the records since a time up to the end as it is now: those of a partition in order.
   *
   * @return records that could not be read and were skipped
   * @throws org.apache.kafka.common.KafkaException where the broker does not answer; retriable
   * @throws IOException of the visitor
   */
  long read(Instant from, Visitor visitor) throws IOException;

  /** Receives the records. */
  interface Visitor {
    /**
     * A record was quarantined.
     *
     * @param partition partition of the topic
     * @param offset offset in it
     */
    void quarantined(QuarantinedRecord record, int partition, long offset) throws IOException;

    /** A record left the quarantine. */
    default void released(ReleasedRecord record) {}
  }
}
