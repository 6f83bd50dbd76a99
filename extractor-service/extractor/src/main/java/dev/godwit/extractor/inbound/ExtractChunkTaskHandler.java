package dev.godwit.extractor.inbound;

import dev.godwit.extractor.ExtractorSettings;
import dev.godwit.extractor.outbound.DataPartitions;
import dev.godwit.extractor.outbound.ExtractReceipts;
import dev.godwit.extractor.outbound.ExtractedRecords;
import dev.godwit.extractor.outbound.ExtractedSink;
import dev.godwit.extractor.outbound.GroupRecords;
import dev.godwit.extractor.snapshot.ChunkExtraction;
import dev.godwit.extractor.snapshot.KeyRange;
import dev.godwit.extractor.snapshot.MergedChunk;
import dev.godwit.extractor.snapshot.SnapshotLostException;
import dev.godwit.extractor.snapshot.Snapshots;
import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.pack.RowSchema;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.SourceQuery;
import dev.godwit.records.Counted;
import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import dev.godwit.report.v1.ChunkReport;
import dev.godwit.report.v1.SnapshotLostReport;
import dev.godwit.task.v1.ExtractChunk;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.worker.failure.StageFailedException;
import dev.godwit.worker.merge.PublishedMerges;
import dev.godwit.worker.merge.RunMerges;
import dev.godwit.worker.run.RunSpec;
import dev.godwit.worker.stage.StageMetrics;
import dev.godwit.worker.task.TaskHandler;
import dev.godwit.worker.task.TaskTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jboss.logging.Logger;

/** Writes a chunk: its rows, receipt and report are one transaction. */
@ApplicationScoped
public class ExtractChunkTaskHandler implements TaskHandler<ExtractChunk> {
  private static final Logger LOG = Logger.getLogger(ExtractChunkTaskHandler.class);

  private final SourceAccess source;
  private final Snapshots snapshots;
  private final PublishedMerges merges;
  private final DataPartitions partitions;
  private final ExtractReceipts receipts;
  private final StageMetrics metrics;
  private final ExtractorSettings settings;

  ExtractChunkTaskHandler(
      SourceAccess source,
      Snapshots snapshots,
      PublishedMerges merges,
      DataPartitions partitions,
      ExtractReceipts receipts,
      StageMetrics metrics,
      ExtractorSettings settings) {
    this.source = source;
    this.snapshots = snapshots;
    this.merges = merges;
    this.partitions = partitions;
    this.receipts = receipts;
    this.metrics = metrics;
    this.settings = settings;
  }

  @Override
  public Class<ExtractChunk> type() {
    return ExtractChunk.class;
  }

  @Override
  public void handle(ExtractChunk task, TaskTransaction transaction) throws Exception {
    TaskEnvelope envelope = task.getEnvelope();
    Entity entity = Entities.of(task);
    Instant begun = Instant.now();
    try {
      ExtractedSink sent =
          source.get(envelope, transaction, pack -> extract(task, pack, transaction));
      receipts.ofChunk(transaction, envelope, entity, task.getChunk(), sent, begun);
      transaction.report(
          new ChunkReport(
              transaction.envelope(),
              entity.symbol(),
              task.getChunk(),
              sent.rows(),
              Duration.between(begun, Instant.now()).toMillis(),
              sent.digest(),
              entity.declaredName()));
      metrics.count(entity, "extracted", sent.rows());
      if (sent.quarantine().rows() > 0) {
        metrics.count(entity, "quarantined", sent.quarantine().rows());
        LOG.warnf(
            "customer=%s run=%d: quarantined %s of chunk %d of %s.",
            envelope.getCustomer(),
            envelope.getRun(),
            Counted.of(sent.quarantine().rows(), "row"),
            task.getChunk(),
            entity);
      }
    } catch (SnapshotLostException e) {
      LOG.warnf(
          "customer=%s run=%d: the snapshot is lost, so the orchestrator starts another run: %s",
          envelope.getCustomer(), envelope.getRun(), e.getMessage());
      transaction.restart();
      transaction.report(new SnapshotLostReport(transaction.envelope(), e.getMessage()));
    }
  }

  private ExtractedSink extract(ExtractChunk task, SourcePack pack, TaskTransaction transaction)
      throws Exception {
    TaskEnvelope envelope = task.getEnvelope();
    String customer = envelope.getCustomer();
    String runId = RunSpec.idOf(customer, envelope.getRun());
    if (!pack.entities().containsKey(Entities.of(task))) {
      throw new StageFailedException(
          Entities.of(task).name(),
          "Expected the pack %s to have this entity, found %s."
              .formatted(pack.name(), pack.entities().keySet()),
          "Start another run: the pack was changed since the plan.");
    }
    RunMerges merged =
        merges.of(runId, task.getSnapshot(), task.getIdentitiesFrom(), task.getIdentitiesTo());
    try (Connection connection = snapshots.through(task.getSnapshot(), pack)) {
      SourceEntity entity = pack.entities().get(Entities.of(task));
      ExtractedSink sink =
          new ExtractedSink(
              transaction,
              Entities.of(task),
              RowSchema.of(pack, entity),
              runId,
              customer,
              partitions.count(),
              task.getChunk());
      if (task.getMerged()) {
        List<SourceLayout> layouts = SourceLayout.all(connection, entity, customer);
        GroupRecords records = new GroupRecords(layouts, sink, runId, merged);
        new MergedChunk(connection, layouts, sink, records, settings.failingRows())
            .read(merged.of(entity.entity()));
      } else {
        SourceLayout layout = SourceLayout.of(connection, entity, query(task, entity), customer);
        ExtractedRecords records = ExtractedRecords.of(layout, sink, runId, merged);
        new ChunkExtraction(connection, layout, sink, records, settings.failingRows())
            .range(new KeyRange(task.getAbove(), task.getUpTo()));
      }
      return sink;
    }
  }

  /** The query of a key range. */
  private static SourceQuery query(ExtractChunk task, SourceEntity entity)
      throws StageFailedException {
    String name = task.getQuery();
    for (SourceQuery query : entity.queries()) {
      if (Objects.equals(query.name(), name)) {
        return query;
      }
    }
    throw new StageFailedException(
        entity.entity().name(),
        "Expected the pack to have the query %s of %s, found %s."
            .formatted(
                name == null ? "without a name" : name,
                entity.entity(),
                entity.queries().stream().map(SourceQuery::name).toList()),
        "Start another run: the pack was changed since the plan.");
  }
}
