package dev.godwit.loader.targetdb;

import dev.godwit.common.v1.Stage;
import dev.godwit.report.v1.ReportEnvelope;
import dev.godwit.wire.WireEncoder;
import dev.godwit.worker.task.TaskTransaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Keeps the reports of tasks of the target. */
final class TaskReports implements TaskTransaction {
  private final List<SpecificRecord> all = new ArrayList<>();

  <T> T last(Class<T> type) {
    return type.cast(all.get(all.size() - 1));
  }

  @Override
  public Future<RecordMetadata> send(
      String topic, Integer partition, byte[] key, SpecificRecord value) {
    throw new AssertionError("A task of the target sends reports and nothing else.");
  }

  @Override
  public Future<RecordMetadata> sendBytes(
      String topic, Integer partition, byte[] key, byte[] value) {
    throw new AssertionError("A task of the target sends reports and nothing else.");
  }

  @Override
  public void flush() {}

  @Override
  public void restart() {
    all.clear();
  }

  @Override
  public synchronized void report(SpecificRecord report) {
    all.add(report);
  }

  @Override
  public ReportEnvelope envelope() {
    return new ReportEnvelope("r", "task", "acme", 1, Stage.LOAD, "loader-1", Instant.EPOCH);
  }

  @Override
  public WireEncoder encoder() {
    throw new AssertionError("A task of the target sends reports and nothing else.");
  }
}
