package dev.godwit.extractor.inbound;

import dev.godwit.extractor.cut.CutMarkers;
import dev.godwit.extractor.outbound.DataPartitions;
import dev.godwit.extractor.outbound.ExtractReceipts;
import dev.godwit.report.v1.CutWritten;
import dev.godwit.stage.RunSpec;
import dev.godwit.stage.TaskHandler;
import dev.godwit.stage.TaskTransaction;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.task.v1.WriteCut;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** Writes a cut into every partition, with its receipt and its report, in one transaction. */
@ApplicationScoped
public class WriteCutTask implements TaskHandler<WriteCut> {
  private DataPartitions partitions;
  private ExtractReceipts receipts;

  WriteCutTask() {}

  @Inject
  WriteCutTask(DataPartitions partitions, ExtractReceipts receipts) {
    this.partitions = partitions;
    this.receipts = receipts;
  }

  @Override
  public Class<WriteCut> type() {
    return WriteCut.class;
  }

  @Override
  public void handle(WriteCut task, TaskTransaction transaction) {
    TaskEnvelope envelope = task.getEnvelope();
    String runId = RunSpec.idOf(envelope.getCustomer(), envelope.getRun());
    List<Long> offsets =
        CutMarkers.write(
            transaction,
            runId,
            envelope.getCustomer(),
            task.getEntity(),
            task.getCut(),
            partitions.count());
    receipts.ofCut(transaction, envelope, task.getEntity(), task.getCut(), partitions.count());
    transaction.report(
        new CutWritten(transaction.envelope(), task.getEntity(), task.getCut(), offsets));
  }
}
