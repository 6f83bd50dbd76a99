package dev.godwit.worker.task;

import dev.godwit.records.Topics;
import dev.godwit.report.v1.ReportEnvelope;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.wire.WireEncoder;
import dev.godwit.worker.stage.StageIdentity;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;

/** Transaction of one task on the producer of one {@link TaskWorker}. Not thread-safe. */
final class KafkaTaskTransaction extends KafkaTransaction implements TaskTransaction {
  private final StageIdentity identity;
  private final TaskEnvelope task;
  private final boolean alsoWhenStopped;
  private final List<Header> reportHeaders;

  /**
   * @param reportHeaders headers of every report
   */
  KafkaTaskTransaction(
      Producer<byte[], byte[]> producer,
      WireEncoder encoder,
      StageIdentity identity,
      TaskEnvelope task,
      boolean alsoWhenStopped,
      List<Header> reportHeaders) {
    super(producer, encoder);
    this.identity = identity;
    this.task = task;
    this.alsoWhenStopped = alsoWhenStopped;
    this.reportHeaders = reportHeaders;
  }

  @Override
  public boolean alsoWhenStopped() {
    return alsoWhenStopped;
  }

  @Override
  public void report(SpecificRecord report) {
    Future<RecordMetadata> unused =
        send(
            Topics.REPORTS,
            null,
            task.getMigrationId().getBytes(StandardCharsets.UTF_8),
            report,
            reportHeaders);
  }

  @Override
  public ReportEnvelope envelope() {
    return identity.envelope(task);
  }
}
