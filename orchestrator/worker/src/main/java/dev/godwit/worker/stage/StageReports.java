package dev.godwit.worker.stage;

import dev.godwit.records.Topics;
import dev.godwit.report.v1.FailureReport;
import dev.godwit.report.v1.RecoveryReport;
import dev.godwit.report.v1.ReportEnvelope;
import dev.godwit.report.v1.WaitingReport;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.WireEncoder;
import dev.godwit.wire.crash.CrashPoint;
import dev.godwit.worker.run.RunSpec;
import dev.godwit.worker.run.RunTraces;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jboss.logging.Logger;

/**
 * Sends reports that belong to no task's transaction. Thread-safe. Sending does not wait; a report
 * that the broker does not take is logged.
 */
@ApplicationScoped
public class StageReports {
  private static final Logger LOG = Logger.getLogger(StageReports.class);
  private static final int ENVELOPE = 0;

  private final StageIdentity identity;
  private final KafkaSettings kafka;
  private final RunTraces traces;
  private KafkaProducer<byte[], byte[]> producer;
  private WireEncoder encoder;

  /** Reports of a process; connects with the first one. */
  public StageReports(StageIdentity identity, KafkaSettings kafka, RunTraces traces) {
    this.identity = identity;
    this.kafka = kafka;
    this.traces = traces;
  }

  /** A run cannot continue before a person acts. */
  public void failed(ReportEnvelope envelope, String subject, String error, String action) {
    failed(envelope, subject, error, action, 0, "");
  }

  /**
   * As {@link #failed(ReportEnvelope, String, String, String)}, with what is known of the records.
   *
   * @param count records concerned; 0 where unknown
   * @param firstKey id in the source of the first one; empty where unknown
   */
  public void failed(
      ReportEnvelope envelope,
      String subject,
      String error,
      String action,
      long count,
      String firstKey) {
    send(new FailureReport(envelope, subject, error, action, count, firstKey));
  }

  /** As {@link #failed(ReportEnvelope, String, String, String)}, about a run as a whole. */
  public void failed(RunSpec run, String subject, String error, String action) {
    failed(identity.envelope(run), subject, error, action);
  }

  /** As {@link #failed(ReportEnvelope, String, String, String, long, String)}, about a run. */
  public void failed(
      RunSpec run, String subject, String error, String action, long count, String firstKey) {
    failed(identity.envelope(run), subject, error, action, count, firstKey);
  }

  /** The stage waits for a dependency. */
  public void waiting(ReportEnvelope envelope, String waitingFor, String error) {
    send(new WaitingReport(envelope, waitingFor, error));
  }

  /** The dependency is back. */
  public void recovered(ReportEnvelope envelope, String waitedFor, Duration waited) {
    send(new RecoveryReport(envelope, waitedFor, waited.toMillis()));
  }

  /** Sends a report, whose first field is its envelope, keyed by its migration. */
  public void send(SpecificRecord report) {
    ReportEnvelope envelope = (ReportEnvelope) report.get(ENVELOPE);
    String migration = envelope.getMigrationId();
    byte[] value;
    synchronized (this) {
      if (producer == null) {
        producer = new KafkaProducer<>(kafka.producer(identity.instance() + "-reports"));
        encoder = new WireEncoder(kafka.serde());
      }
      value = encoder.encode(Topics.REPORTS, report);
    }
    CrashPoint.REPORT_BEFORE_SEND.reach();
    Future<RecordMetadata> unused =
        producer.send(
            new ProducerRecord<>(
                Topics.REPORTS,
                null,
                migration.getBytes(StandardCharsets.UTF_8),
                value,
                traces.headers(migration, envelope.getRun())),
            (metadata, error) -> {
              if (error != null) {
                LOG.errorf(
                    error,
                    "customer=%s: the report %s was not sent.",
                    migration,
                    report.getSchema().getName());
              } else {
                CrashPoint.REPORT_AFTER_SEND.reach();
              }
            });
  }

  @PreDestroy
  synchronized void close() {
    if (producer != null) {
      producer.close(Duration.ofSeconds(5));
      encoder.close();
    }
  }
}
