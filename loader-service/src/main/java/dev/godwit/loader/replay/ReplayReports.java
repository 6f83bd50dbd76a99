package dev.godwit.loader.replay;

import dev.godwit.common.v1.EntityCount;
import dev.godwit.loader.outbound.OutboxMessages;
import dev.godwit.loader.progress.Outbox.Message;
import dev.godwit.loader.progress.ReplayStore.Counts;
import dev.godwit.loader.progress.ReplayStore.Stretch;
import dev.godwit.records.Entity;
import dev.godwit.report.v1.FailureReport;
import dev.godwit.report.v1.ReplayProgressReport;
import dev.godwit.report.v1.ReplayReport;
import dev.godwit.report.v1.ReportEnvelope;
import dev.godwit.task.v1.ReplayRecords;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.worker.failure.StageFailedException;
import dev.godwit.worker.run.RunSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;

/**
 * The reports of one replay, for the outbox: they leave behind the records that they report. Not
 * thread-safe, like its encoder.
 */
final class ReplayReports {
  private final ReplayRecords task;
  private final OutboxMessages messages;
  private final Function<TaskEnvelope, ReportEnvelope> envelopes;
  private final String runId;

  /**
   * @param envelopes makes a new envelope for a report on a task
   */
  ReplayReports(
      ReplayRecords task,
      OutboxMessages messages,
      Function<TaskEnvelope, ReportEnvelope> envelopes) {
    this.task = task;
    this.messages = messages;
    this.envelopes = envelopes;
    this.runId = RunSpec.idOf(task.getEnvelope().getCustomer(), task.getEnvelope().getRun());
  }

  Message progressed(int tenths, long read, long total) {
    return message(
        "progress/" + tenths,
        new ReplayProgressReport(envelope(), task.getReplay(), read, Math.max(read, total)));
  }

  Message ended(List<Stretch> stretches) {
    return message(
        "report/" + task.getEnvelope().getTaskId(),
        report(envelope(), task.getReplay(), stretches));
  }

  Message failed(StageFailedException failure) {
    return message(
        "failure/" + task.getEnvelope().getTaskId(),
        new FailureReport(
            envelope(),
            failure.subject(),
            failure.getMessage(),
            failure.action(),
            failure.count(),
            failure.firstKey()));
  }

  /** The report on all that a replay did. */
  static ReplayReport report(ReportEnvelope envelope, int replay, List<Stretch> stretches) {
    Counts sum = Counts.NONE;
    Map<Entity, Long> released = new TreeMap<>();
    for (Stretch stretch : stretches) {
      sum = sum.plus(stretch.counts());
      if (stretch.counts().released() > 0) {
        released.merge(stretch.entity(), stretch.counts().released(), Long::sum);
      }
    }
    return new ReplayReport(
        envelope,
        replay,
        sum.read(),
        sum.written(),
        sum.present(),
        sum.refused(),
        released.entrySet().stream()
            .map(
                entity ->
                    new EntityCount(
                        entity.getKey().symbol(),
                        entity.getValue(),
                        entity.getKey().declaredName()))
            .toList(),
        0L,
        0L,
        0L);
  }

  private ReportEnvelope envelope() {
    return envelopes.apply(task.getEnvelope());
  }

  private Message message(String name, SpecificRecord report) {
    return messages.replayReport(
        runId, task.getReplay(), name, task.getEnvelope().getMigrationId(), report);
  }
}
