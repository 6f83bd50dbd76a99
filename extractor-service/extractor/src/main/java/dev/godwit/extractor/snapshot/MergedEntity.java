package dev.godwit.extractor.snapshot;

import dev.godwit.extractor.merge.RowGroup;
import dev.godwit.records.Entity;
import java.util.List;

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

  /** Source rows in the groups. */
  public long members() {
    return groups.stream().mapToLong(group -> group.members().size()).sum();
  }

  /** Source rows in the groups of which a person has to decide. */
  public long reviewMembers() {
    return review.stream().mapToLong(group -> group.members().size()).sum();
  }
}
