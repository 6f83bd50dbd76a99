package dev.godwit.extractor.outbound;

import dev.godwit.canonical.ByteDigest;
import dev.godwit.extractor.merge.Evidence;
import dev.godwit.extractor.merge.FoundGroup;
import dev.godwit.extractor.merge.GroupSink;
import dev.godwit.extractor.merge.Link;
import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.MergeGroupFound;
import dev.godwit.row.v1.MergeMember;
import dev.godwit.row.v1.PairEvidence;
import dev.godwit.worker.task.TaskTransaction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Publishes the groups that are, or may be, one to {@code crm.merge-groups.v1}, in the transaction
 * of the plan. Not thread-safe.
 */
public final class MergeGroupRecords implements GroupSink {
  /** Members of a group that are published. */
  private static final int SHOWN = 200;

  private final TaskTransaction transaction;
  private final String runId;
  private final String customer;

  /** For a run. */
  public MergeGroupRecords(TaskTransaction transaction, String runId, String customer) {
    this.transaction = transaction;
    this.runId = runId;
    this.customer = customer;
  }

  @Override
  public void found(Entity entity, FoundGroup found) {
    String id = id(entity, found.group().members());
    MergeGroupFound record =
        new MergeGroupFound(
            runId,
            id,
            found.group().state().name(),
            found.group().rule(),
            found.group().weight(),
            members(found),
            found.group().members().size(),
            found.evidence().stream().map(MergeGroupRecords::evidence).toList(),
            found.group().decision(),
            entity.declaredName(),
            survives(found));
    byte[] key = (customer + "/" + id).getBytes(StandardCharsets.UTF_8);
    // The commit of the transaction waits for it and fails where it failed.
    Future<RecordMetadata> unused = transaction.send(Topics.MERGE_GROUPS, null, key, record);
  }

  /** Id of the group of these rows, in whatever order: 16 hexadecimal digits. */
  static String id(Entity entity, List<String> members) {
    StringBuilder text = new StringBuilder(entity.text());
    members.stream().sorted().forEach(member -> text.append('\0').append(member));
    return "%016x".formatted(ByteDigest.hash(text.toString().getBytes(StandardCharsets.UTF_8)));
  }

  private static List<MergeMember> members(FoundGroup found) {
    List<MergeMember> members = new ArrayList<>();
    for (String id : found.group().members()) {
      if (members.size() < SHOWN) {
        members.add(
            new MergeMember(
                id,
                found.values().getOrDefault(id, Map.of()),
                found.survivors().getOrDefault(id, id)));
      }
    }
    return members;
  }

  private static Map<String, List<String>> survives(FoundGroup found) {
    Map<String, List<String>> words = new HashMap<>();
    found
        .survives()
        .forEach(
            (field, survival) -> {
              List<String> rule = new ArrayList<>();
              rule.add(survival.rule().text());
              rule.addAll(survival.arguments());
              words.put(field, rule);
            });
    return words;
  }

  private static PairEvidence evidence(Evidence evidence) {
    Link link = evidence.link();
    return new PairEvidence(
        link.left(), link.right(), link.rule(), link.weight(), evidence.fields());
  }
}
