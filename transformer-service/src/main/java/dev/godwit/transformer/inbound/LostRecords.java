package dev.godwit.transformer.inbound;

import dev.godwit.records.Entity;
import dev.godwit.report.v1.ReportEnvelope;
import dev.godwit.worker.run.LiveWindows.Window;
import dev.godwit.worker.run.RunSpec;
import dev.godwit.worker.stage.StageIdentity;
import dev.godwit.worker.stage.StageReports;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Reports records that were deleted before the transformer read them, by the retention of their
 * topic or by a person: as a failure of each run that may have had some. A run before its commit is
 * held, or its rehearsal fails; a committed customer gets an alarm. A repeated report has the same
 * id. Thread-safe.
 */
final class LostRecords {
  private static final Logger LOG = Logger.getLogger(LostRecords.class);
  private static final String ACTION =
      "Correct the topic's settings: godwit doctor. Before the commit: godwit rollback, then rehearse"
          + " and start again; the source still has what was lost. After it: have the senders send the"
          + " events of that time again, repeats are recognised. See the runbook live-gap.";

  /** Sends a failure of a run: {@link StageReports}. */
  @FunctionalInterface
  interface Reports {
    void failed(RunSpec run, String id, String subject, String error, String action);
  }

  private final Supplier<Collection<Window>> windows;
  private final Supplier<Collection<RunSpec>> running;
  private final Reports reports;

  /**
   * @param windows windows of live engagement that are open
   * @param running runs that write rows
   */
  LostRecords(
      Supplier<Collection<Window>> windows,
      Supplier<Collection<RunSpec>> running,
      Reports reports) {
    this.windows = windows;
    this.running = running;
    this.reports = reports;
  }

  /** Reports with ids that follow from what was lost. */
  static Reports by(StageReports reports, StageIdentity identity) {
    return (run, id, subject, error, action) -> {
      ReportEnvelope envelope = identity.envelope(run);
      envelope.setReportId(UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)).toString());
      reports.failed(envelope, subject, error, action);
    };
  }

  /**
   * Reports lost records of a partition.
   *
   * @return the runs that may have had some
   */
  Collection<RunSpec> report(Entity entity, StartOffsets.Start start) {
    TopicPartition partition = start.partition();
    long to = start.position().offset();
    String error =
        start.isRemade()
            ? "Expected partition %d of %s to hold what was read, found that it ends before: the topic was made anew, or its last records are lost."
                .formatted(partition.partition(), partition.topic())
            : "Expected every record of %s to be there until it is read, found those of partition %d from offset %d to %d deleted before they were transformed."
                .formatted(partition.topic(), partition.partition(), start.lostFrom(), to - 1);
    Collection<RunSpec> runs = runs(entity, start);
    LOG.errorf("%s Reported for the runs %s.", error, runs.stream().map(RunSpec::runId).toList());
    for (RunSpec run : runs) {
      reports.failed(
          run,
          "lost/%s/%s/%d/%d".formatted(run.runId(), partition, start.lostFrom(), to),
          partition.topic(),
          error,
          ACTION);
    }
    return runs;
  }

  private Collection<RunSpec> runs(Entity entity, StartOffsets.Start start) {
    if (!entity.equals(Entity.LIVE)) {
      return running.get();
    }
    int partition = start.partition().partition();
    List<RunSpec> runs =
        windows.get().stream()
            .filter(
                window ->
                    start.isRemade()
                        || (partition < window.from().size()
                            && window.from().get(partition) < start.position().offset() - 1))
            .map(Window::run)
            .toList();
    return runs;
  }
}
