package dev.godwit.extractor.inbound;

import dev.godwit.extractor.engagement.tail.TailPartitions;
import dev.godwit.extractor.engagement.tail.TailStart;
import dev.godwit.extractor.outbound.DataPartitions;
import dev.godwit.extractor.outbound.ExtractReceipts;
import dev.godwit.extractor.snapshot.CutMarkers;
import dev.godwit.pack.SourcePack;
import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import dev.godwit.report.v1.CutReport;
import dev.godwit.row.v1.TailPosition;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.task.v1.WriteCut;
import dev.godwit.worker.run.RunRegistry;
import dev.godwit.worker.run.RunSpec;
import dev.godwit.worker.run.RunStoppedException;
import dev.godwit.worker.task.TaskHandler;
import dev.godwit.worker.task.TaskTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Writes a cut into every partition; markers, receipt and report are one transaction. A cut of live
 * engagement is written even while its run is being undone: consumers of the topic wait for every
 * ordered cut, and a rollback closes the run's window with one.
 */
@ApplicationScoped
public class WriteCutTaskHandler implements TaskHandler<WriteCut> {
  /** Number of the cut that opens the run's window; it has no receipt. */
  private static final int OPENING = 0;

  private final RunRegistry runs;
  private final SourceAccess source;
  private final TailStart tailStart;
  private final DataPartitions partitions;
  private final ExtractReceipts receipts;

  WriteCutTaskHandler(
      RunRegistry runs,
      SourceAccess source,
      TailStart tailStart,
      DataPartitions partitions,
      ExtractReceipts receipts) {
    this.runs = runs;
    this.source = source;
    this.tailStart = tailStart;
    this.partitions = partitions;
    this.receipts = receipts;
  }

  @Override
  public Class<WriteCut> type() {
    return WriteCut.class;
  }

  @Override
  public void handle(WriteCut task, TaskTransaction transaction) throws Exception {
    TaskEnvelope envelope = task.getEnvelope();
    String runId = RunSpec.idOf(envelope.getCustomer(), envelope.getRun());
    boolean live = Entities.of(task).equals(Entity.LIVE);
    if (!live && runs.status(runId).filter(status -> !status.writesRows()).isPresent()) {
      throw new RunStoppedException(runId);
    }
    if (live && task.getCut() == OPENING) {
      source.run(
          envelope,
          transaction,
          pack -> beginTails(pack, envelope.getCustomer(), runId, transaction));
    }
    List<Long> offsets =
        CutMarkers.write(
            transaction,
            runId,
            envelope.getCustomer(),
            Entities.of(task),
            task.getCut(),
            task.getCloses(),
            partitions.count());
    if (task.getCut() > OPENING) {
      receipts.ofCut(transaction, envelope, Entities.of(task), task.getCut(), partitions.count());
    }
    transaction.report(
        new CutReport(
            transaction.envelope(),
            Entities.of(task).symbol(),
            task.getCut(),
            offsets,
            task.getCloses(),
            Entities.of(task).declaredName()));
  }

  /**
   * Writes the first position of each tail with the markers, before the run's snapshot is taken.
   */
  private void beginTails(
      SourcePack pack, String customer, String runId, TaskTransaction transaction)
      throws Exception {
    for (TailPosition position : tailStart.begin(pack, customer, runId)) {
      Future<RecordMetadata> unused =
          transaction.send(
              Topics.TAILS,
              TailPartitions.of(customer),
              TailPartitions.key(runId, position.getQuery()),
              position);
    }
  }

  @Override
  public boolean alsoWhenStopped() {
    return true;
  }
}
