package dev.godwit.extractor.outbound;

import dev.godwit.common.v1.Stage;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.worker.run.RunSpec;
import dev.godwit.worker.stage.StageIdentity;
import dev.godwit.worker.task.TaskTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Makes the extractor's receipts and sends them in the transaction that they describe. Thread-safe.
 */
@ApplicationScoped
public class ExtractReceipts {
  private static final int NO_PARTITION = -1;
  private static final int NO_CHUNK = -1;

  private final StageIdentity identity;

  ExtractReceipts(StageIdentity identity) {
    this.identity = identity;
  }

  /** Sends the receipt of a chunk. */
  public void ofChunk(
      TaskTransaction transaction,
      TaskEnvelope task,
      Entity entity,
      int chunk,
      ExtractedSink sent,
      Instant begun) {
    send(
        transaction,
        receipt(task, entity, begun)
            .setFromOffset(chunk)
            .setToOffset(chunk + 1)
            .setRecordsIn(sent.records())
            .setRowsIn(sent.rows())
            .setRecordsOut(sent.records())
            .setQuarantined(sent.quarantine().rows())
            .setReasons(sent.quarantine().reasons())
            .setDigestOut(sent.digest())
            .build());
  }

  /** Sends the receipt of a cut, with the number of partitions that hold its marker. */
  public void ofCut(
      TaskTransaction transaction, TaskEnvelope task, Entity entity, int cut, int partitions) {
    send(
        transaction,
        receipt(task, entity, Instant.now())
            .setFromOffset(NO_CHUNK)
            .setToOffset(NO_CHUNK)
            .setCut(cut)
            .setCutPartitions(partitions)
            .build());
  }

  private Receipt.Builder receipt(TaskEnvelope task, Entity entity, Instant begun) {
    return Receipt.newBuilder()
        .setRunId(RunSpec.idOf(task.getCustomer(), task.getRun()))
        .setCustomer(task.getCustomer())
        .setStage(Stage.EXTRACT)
        .setEntity(entity.symbol())
        .setEntityName(entity.declaredName())
        .setPartition(NO_PARTITION)
        .setFromOffset(NO_CHUNK)
        .setToOffset(NO_CHUNK)
        .setCut(0)
        .setCutPartitions(0)
        .setRecordsIn(0)
        .setRowsIn(0)
        .setRecordsOut(0)
        .setMergedAway(0)
        .setQuarantined(0)
        .setAlreadyLoaded(0)
        .setDigestIn(0)
        .setDigestOut(0)
        .setReasons(List.of())
        .setTables(List.of())
        .setInstance(identity.instance())
        .setFirstInputAt(begun)
        .setProducedAt(Instant.now());
  }

  private static void send(TaskTransaction transaction, Receipt receipt) {
    Future<RecordMetadata> unused =
        transaction.send(
            Topics.RECEIPTS, null, receipt.getRunId().getBytes(StandardCharsets.UTF_8), receipt);
  }
}
