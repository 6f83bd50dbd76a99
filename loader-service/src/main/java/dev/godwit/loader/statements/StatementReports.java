package dev.godwit.loader.statements;

import dev.godwit.records.Topics;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.worker.run.RunTraces;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * Sends reports that are stored, and waits for the broker: only what it has is marked as sent.
 * Thread-safe; connects with the first report.
 */
final class StatementReports implements AutoCloseable {
  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final KafkaSettings kafka;
  private final RunTraces traces;
  private final String client;
  private KafkaProducer<byte[], byte[]> producer;

  StatementReports(KafkaSettings kafka, RunTraces traces, String client) {
    this.kafka = kafka;
    this.traces = traces;
    this.client = client;
  }

  /**
   * Sends a report and waits until the broker has it.
   *
   * @throws KafkaException where the broker does not take it; send it again
   */
  void send(TaskEnvelope of, byte[] report) throws InterruptedException {
    try {
      producer()
          .send(
              new ProducerRecord<>(
                  Topics.REPORTS,
                  null,
                  of.getMigrationId().getBytes(StandardCharsets.UTF_8),
                  report,
                  traces.headers(of.getMigrationId(), of.getRun())))
          .get();
    } catch (ExecutionException e) {
      throw new KafkaException("The report on task " + of.getTaskId() + " was not sent", e);
    }
  }

  private synchronized KafkaProducer<byte[], byte[]> producer() {
    if (producer == null) {
      producer = new KafkaProducer<>(kafka.producer(client));
    }
    return producer;
  }

  @Override
  public synchronized void close() {
    if (producer != null) {
      producer.close(CLOSE);
    }
  }
}
