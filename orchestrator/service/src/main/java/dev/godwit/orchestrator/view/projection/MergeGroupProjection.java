package dev.godwit.orchestrator.view.projection;

import dev.godwit.orchestrator.view.store.MergeGroupRow;
import dev.godwit.orchestrator.view.store.RunRow;
import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.MergeGroupFound;
import dev.godwit.row.v1.MergeMember;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;

/**
 * Merge groups into rows by run and group: ids, weights and positions, never content. A repeated
 * record of a group replaces its row. Groups of runs before the last one that was planned are
 * deleted, and no longer kept.
 */
@ApplicationScoped
class MergeGroupProjection implements Projection {
  /** Rows of the batch by key: those that are kept already, and new ones. */
  private final Map<String, MergeGroupRow> rows = new HashMap<>();

  /** Last planned run of each customer of the batch; 0 where there is none. */
  private final Map<String, Integer> planned = new HashMap<>();

  /** Runs before this one have no rows any more. Used by the projector's thread alone. */
  private final Map<String, Integer> deleted = new HashMap<>();

  /** Customer and number of a run. */
  private record RunKey(String customer, int number) {
    static RunKey of(MergeGroupFound group) {
      String id = group.getRunId();
      int slash = id.lastIndexOf('/');
      if (slash < 1) {
        throw new IllegalArgumentException(
            "Expected customer and number of a run, joined by a slash; found no slash.");
      }
      return new RunKey(id.substring(0, slash), Integer.parseInt(id.substring(slash + 1)));
    }

    String key(MergeGroupFound group) {
      return MergeGroupRow.id(customer, number, group.getGroupId());
    }
  }

  @Override
  public String topic() {
    return Topics.MERGE_GROUPS;
  }

  @Override
  public void begin(List<SpecificRecord> values) {
    rows.clear();
    planned.clear();
    List<String> keys =
        values.stream()
            .filter(MergeGroupFound.class::isInstance)
            .map(MergeGroupFound.class::cast)
            .map(group -> RunKey.of(group).key(group))
            .distinct()
            .toList();
    rows.putAll(
        MergeGroupRow.ofKeys(keys).stream().collect(Collectors.toMap(row -> row.id, row -> row)));
  }

  @Override
  public void apply(SpecificRecord value, int partition, long offset) {
    if (!(value instanceof MergeGroupFound group)) {
      return;
    }
    RunKey run = RunKey.of(group);
    int last = planned.computeIfAbsent(run.customer(), RunRow::lastPlanned);
    if (run.number() < last) {
      return;
    }
    deleteBefore(run.customer(), last);
    MergeGroupRow row = rows.computeIfAbsent(run.key(group), key -> new MergeGroupRow());
    row.id = run.key(group);
    row.customer = run.customer();
    row.run = run.number();
    row.entity =
        Optional.ofNullable(group.getEntityName())
            .map(Entity::valueOf)
            .orElse(Entity.CONTACTS)
            .text();
    row.groupId = group.getGroupId();
    row.state = group.getState();
    row.rule = group.getRule();
    row.weight = group.getWeight();
    row.size = group.getSize();
    row.decisionAt = group.getDecisionAt();
    row.members = group.getMembers().stream().map(MergeMember::getLegacyId).toArray(String[]::new);
    row.part = partition;
    row.offset = offset;
    row.persist();
  }

  private void deleteBefore(String customer, int run) {
    if (deleted.getOrDefault(customer, 0) < run) {
      MergeGroupRow.deleteBefore(customer, run);
      deleted.put(customer, run);
    }
  }

  @Override
  public void end() {
    rows.clear();
    planned.clear();
  }

  @Override
  public void forget() {
    rows.clear();
    planned.clear();
    deleted.clear();
  }
}
