package dev.godwit.worker.task;

import dev.godwit.report.v1.ReportEnvelope;
import dev.godwit.wire.WireEncoder;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * One Kafka transaction: the records of a task, its report, and its offset. It begins with the
 * first record, so that waiting before that keeps nothing open. Used by one thread at a time. Leave
 * errors of Kafka to {@link TaskConsumer}, which repeats the task.
 */
public interface TaskTransaction {

  /**
   * Sends a record.
   *
   * @param partition null to let the key decide
   * @param key may be null
   * @return the record's place; complete after {@link #flush()}
   */
  Future<RecordMetadata> send(String topic, Integer partition, byte[] key, SpecificRecord value);

  /** Sends a value that is in the wire format already; the arrays must not be changed after. */
  Future<RecordMetadata> sendBytes(String topic, Integer partition, byte[] key, byte[] value);

  /** Waits until the broker has all records that were sent; they are not visible yet. */
  void flush();

  /** Takes back all records that were sent so far. */
  void restart();

  /** Sends a report, keyed by its migration. */
  void report(SpecificRecord report);

  /** A new envelope for a report on this task. */
  ReportEnvelope envelope();

  /**
   * True where the task is done even when its run is being undone or is over: the orchestrator
   * waits for its report, so that it may be postponed but not given up.
   */
  default boolean alsoWhenStopped() {
    return false;
  }

  /** Encoder of this worker, for handlers that encode values themselves. */
  WireEncoder encoder();
}
