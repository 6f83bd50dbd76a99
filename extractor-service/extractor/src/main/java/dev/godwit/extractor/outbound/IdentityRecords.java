package dev.godwit.extractor.outbound;

import dev.godwit.extractor.snapshot.MergedEntity;
import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.Identity;
import dev.godwit.worker.merge.MergeGroup;
import dev.godwit.worker.task.TaskTransaction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/** Publishes merge groups: one record for each member, the survivor included. Stateless. */
public final class IdentityRecords {
  private static final char SEPARATOR = '\u001f';

  private IdentityRecords() {}

  /**
   * Sends the groups.
   *
   * @param merged groups of each entity that merges
   * @param from end of the topic by partition, before this call
   * @return offset by partition after the last record of this run
   */
  public static List<Long> publish(
      TaskTransaction transaction,
      String runId,
      String customer,
      List<MergedEntity> merged,
      List<Long> from) {
    List<Long> to = new ArrayList<>(from);
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (MergedEntity entity : merged) {
      for (MergeGroup group : entity.groups()) {
        for (String member : group.members()) {
          Identity identity =
              new Identity(
                  runId,
                  member,
                  group.survivor(),
                  group.members().size(),
                  group.rule(),
                  entity.entity().declaredName());
          sent.add(
              transaction.send(
                  Topics.IDENTITIES, null, key(customer, entity.entity(), member), identity));
        }
      }
    }
    if (!sent.isEmpty()) {
      transaction.flush();
    }
    for (Future<RecordMetadata> record : sent) {
      RecordMetadata where = metadata(record);
      to.set(where.partition(), Math.max(to.get(where.partition()), where.offset() + 1));
    }
    return to;
  }

  /** The topic is compacted: ids of different entities may be alike, and their keys are not. */
  public static byte[] key(String customer, Entity entity, String member) {
    String id = entity.isDeclared() ? entity.text() + SEPARATOR + member : member;
    return (customer + "/" + id).getBytes(StandardCharsets.UTF_8);
  }

  /** Position of a record; the transaction must be flushed. */
  public static RecordMetadata metadata(Future<RecordMetadata> sent) {
    try {
      return sent.get();
    } catch (InterruptedException e) {
      throw new org.apache.kafka.common.errors.InterruptException(e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
    }
  }
}
