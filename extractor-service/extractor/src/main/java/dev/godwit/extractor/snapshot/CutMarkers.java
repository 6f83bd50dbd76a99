package dev.godwit.extractor.snapshot;

import dev.godwit.extractor.outbound.ExtractedSink;
import dev.godwit.extractor.outbound.IdentityRecords;
import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.Cut;
import dev.godwit.worker.task.TaskTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Writes a cut: a marker in every partition of an entity's extracted topic, or of the live topic.
 * Stateless.
 */
public final class CutMarkers {
  private CutMarkers() {}

  /** Sends the markers; returns the offset of each by partition. */
  public static List<Long> write(
      TaskTransaction transaction,
      String runId,
      String customer,
      Entity entity,
      int cut,
      boolean closes,
      int partitions) {
    byte[] key = ExtractedSink.key(customer);
    Cut marker = new Cut(runId, entity.symbol(), cut, partitions, closes, entity.declaredName());
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (int partition = 0; partition < partitions; partition++) {
      sent.add(transaction.send(Topics.extracted(entity), partition, key, marker));
    }
    transaction.flush();
    return sent.stream().map(record -> IdentityRecords.metadata(record).offset()).toList();
  }
}
