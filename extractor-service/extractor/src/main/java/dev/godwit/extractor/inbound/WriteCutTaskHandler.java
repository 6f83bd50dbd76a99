package dev.godwit.extractor.inbound;

import dev.godwit.common.v1.Entity;
import dev.godwit.extractor.engagement.tail.TailPartitions;
import dev.godwit.extractor.engagement.tail.TailStart;
import dev.godwit.extractor.outbound.DataPartitions;
import dev.godwit.extractor.outbound.ExtractReceipts;
import dev.godwit.extractor.snapshot.CutMarkers;
import dev.godwit.extractor.source.SourcePacks;
import dev.godwit.pack.SourcePack;
import dev.godwit.records.Topics;
import dev.godwit.report.v1.CutReport;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.task.v1.WriteCut;
import dev.godwit.worker.LiveWindows;
import dev.godwit.worker.RunRegistry;
import dev.godwit.worker.RunSpec;
import dev.godwit.worker.RunStoppedException;
import dev.godwit.worker.TaskHandler;
import dev.godwit.worker.TaskTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/**
 * Writes a cut into every partition, with its receipt and its report, in one transaction. Those of
 * live engagement are written whatever becomes of the run: who reads the topic waits for each of
 * them, and a run that is being undone closes its window by one.
 */
@ApplicationScoped
public class WriteCutTaskHandler implements TaskHandler<WriteCut> {
  /** Cut of live engagement that opens the run's window; nothing was received before it. */
  private static final int OPENING = 0;

  private RunRegistry runs;
  private LiveWindows windows;
  private SourcePacks packs;
  private SourceAccess source;
  private TailStart tailStart;
  private DataPartitions partitions;
  private ExtractReceipts receipts;

  WriteCutTaskHandler() {}

  @Inject
  WriteCutTaskHandler(
      RunRegistry runs,
      LiveWindows windows,
      SourcePacks packs,
      SourceAccess source,
      TailStart tailStart,
      DataPartitions partitions,
      ExtractReceipts receipts) {
    this.runs = runs;
    this.windows = windows;
    this.packs = packs;
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
    if (task.getEntity() != Entity.LIVE && runs.isStopped(runId)) {
      throw new RunStoppedException(runId);
    }
    if (task.getEntity() == Entity.LIVE) {
      windows.awaitOrdered(runId, task.getCut());
    }
    if (task.getEntity() == Entity.LIVE && task.getCut() == OPENING) {
      source.during(envelope, transaction, () -> beginTail(envelope, runId, transaction));
    }
    List<Long> offsets =
        CutMarkers.write(
            transaction,
            runId,
            envelope.getCustomer(),
            task.getEntity(),
            task.getCut(),
            task.getCloses(),
            partitions.count());
    if (task.getCut() > OPENING) {
      receipts.ofCut(transaction, envelope, task.getEntity(), task.getCut(), partitions.count());
    }
    transaction.report(
        new CutReport(
            transaction.envelope(), task.getEntity(), task.getCut(), offsets, task.getCloses()));
  }

  /** The tail's first position is there with the markers, before the run's snapshot is taken. */
  private Void beginTail(TaskEnvelope envelope, String runId, TaskTransaction transaction)
      throws Exception {
    SourcePack pack = packs.pack(envelope.getSourcePack());
    if (pack.live().tail() != null) {
      String customer = envelope.getCustomer();
      transaction.send(
          Topics.TAILS,
          TailPartitions.of(customer),
          TailPartitions.key(runId),
          tailStart.begin(pack, customer, runId));
    }
    return null;
  }

  @Override
  public boolean alsoWhenStopped() {
    return true;
  }
}
