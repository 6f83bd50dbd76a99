package dev.godwit.worker;

import dev.godwit.report.v1.ReportEnvelope;
import dev.godwit.wire.WireEncoder;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * One Kafka transaction: all that a task sends, its report, and its offset. It begins with the
 * first record, so waiting before that keeps nothing open. Used by one thread at a time; errors of
 * Kafka are left to {@link TaskIntake}, which tries the task again.
 */
public interface TaskTransaction {

  /**
   * Sends a record.
   *
   * @param partition null to let the key decide
   * @param key may be null
   * @return where it will stand; complete after {@link #flush()}
   */
  Future<RecordMetadata> send(String topic, Integer partition, byte[] key, SpecificRecord value);

  /** Sends a value that is in the wire format already; the arrays must not be changed after. */
  Future<RecordMetadata> sendBytes(String topic, Integer partition, byte[] key, byte[] value);

  /** Waits until the broker has all that was sent, not yet visible to readers. */
  void flush();

  /** Takes back all that was sent so far. */
  void restart();

  /** Sends a report, keyed by its migration. */
  void report(SpecificRecord report);

  /** A new envelope for a report on this task. */
  ReportEnvelope envelope();

  /**
   * True where the task is done even when its run is being undone or is over: the orchestrator
   * waits for its answer, so it may be put off and never given up.
   */
  default boolean alsoWhenStopped() {
    return false;
  }

  /** Encoder of this worker, for those who write values themselves. */
  WireEncoder encoder();
}
