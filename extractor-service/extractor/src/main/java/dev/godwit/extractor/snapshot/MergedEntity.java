package dev.godwit.extractor.snapshot;

import dev.godwit.extractor.merge.RowGroup;
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
 * @param groups its groups; may be empty
 * @param review groups of which a person has to decide; their rows stay separate
 */
public record MergedEntity(Entity entity, List<MergeGroup> groups, List<RowGroup> review) {
  public MergedEntity {
    groups = List.copyOf(groups);
    review = List.copyOf(review);
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

  /** Source rows in the groups of which a person has to decide. */
  public long reviewMembers() {
    return review.stream().mapToLong(group -> group.members().size()).sum();
  }
}
