package dev.godwit.extractor.snapshot;

import dev.godwit.pack.Merge;
import dev.godwit.records.Entity;
import dev.godwit.worker.merge.MergeGroup;
import dev.godwit.worker.merge.Merges;
import dev.godwit.worker.merge.RunMerges;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The merge groups of an entity. Immutable.
 *
 * @param entity the entity
 * @param merge rule by which its rows are one
 * @param groups its groups; may be empty
 */
public record MergedEntity(Entity entity, Merge merge, List<MergeGroup> groups) {
  public MergedEntity {
    groups = List.copyOf(groups);
  }

  /** The merges of several entities. */
  public static RunMerges merges(List<MergedEntity> merged) {
    return new RunMerges(
        merged.stream()
            .collect(Collectors.toMap(MergedEntity::entity, one -> new Merges(one.groups()))));
  }

  /** Source rows in the groups. */
  public long members() {
    return groups.stream().mapToLong(group -> group.members().size()).sum();
  }

  /** Name of the rule in {@code crm.identities.v1}. */
  public String rule() {
    return switch (merge) {
      case ADDRESS -> "SAME_ADDRESS";
      case BY_KEY -> "SAME_KEY";
      case NONE ->
          throw new IllegalStateException(
              "Expected %s to merge, found the rule 'none'.".formatted(entity.text()));
    };
  }
}
