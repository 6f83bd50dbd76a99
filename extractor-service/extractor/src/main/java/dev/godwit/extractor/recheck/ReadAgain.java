package dev.godwit.extractor.recheck;

import dev.godwit.canonical.ByteDigest;
import dev.godwit.report.v1.ReportEnvelope;
import dev.godwit.wire.WireEncoder;
import dev.godwit.worker.task.TaskTransaction;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Takes the records that an extraction would send, and sends none: what the extraction quarantined
 * is quarantined and counted already. Not thread-safe.
 */
final class ReadAgain implements TaskTransaction {
  private final WireEncoder encoder;
  private final Output output;

  /** Receives the records. */
  interface Output {
    /** The next record's value and its hash. */
    void take(byte[] value, long hash);

    /** Forgets the records since the last {@link #keep}; the extractor reads them another time. */
    void restart();

    /** Keeps the records since the last call: their range is complete. */
    void keep() throws IOException;
  }

  ReadAgain(WireEncoder encoder, Output output) {
    this.encoder = encoder;
    this.output = output;
  }

  @Override
  public Future<RecordMetadata> send(
      String topic, Integer partition, byte[] key, SpecificRecord value) {
    return new CompletableFuture<>();
  }

  @Override
  public Future<RecordMetadata> sendBytes(
      String topic, Integer partition, byte[] key, byte[] value) {
    output.take(value, ByteDigest.hash(value));
    return new CompletableFuture<>();
  }

  @Override
  public void flush() {
    // Nothing is sent.
  }

  @Override
  public void restart() {
    output.restart();
  }

  @Override
  public void report(SpecificRecord report) {
    throw new IllegalStateException("Expected no report while the source is read again.");
  }

  @Override
  public ReportEnvelope envelope() {
    throw new IllegalStateException("Expected no report while the source is read again.");
  }

  @Override
  public WireEncoder encoder() {
    return encoder;
  }
}
