package dev.godwit.extractor.snapshot;

import dev.godwit.records.Entity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The merge groups of a run by entity. Immutable and thread-safe. */
public final class RunMerges {
  /** No merges. */
  public static final RunMerges NONE = new RunMerges(Map.of());

  private final Map<Entity, Merges> byEntity;

  /** Merges by entity; one that is not there merges nothing. */
  public RunMerges(Map<Entity, Merges> byEntity) {
    this.byEntity = Map.copyOf(byEntity);
  }

  /** The merges of a plan. */
  public static RunMerges of(List<MergedEntity> merged) {
    Map<Entity, Merges> byEntity = new HashMap<>();
    merged.forEach(one -> byEntity.put(one.entity(), new Merges(one.groups())));
    return new RunMerges(byEntity);
  }

  /**
   * Merges of an entity.
   *
   * @param entity null for that of a field which refers to none
   * @return never null
   */
  public Merges of(Entity entity) {
    return entity == null ? Merges.NONE : byEntity.getOrDefault(entity, Merges.NONE);
  }
}
