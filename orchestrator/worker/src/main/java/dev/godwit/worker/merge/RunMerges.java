package dev.godwit.worker.merge;

import dev.godwit.records.Entity;
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

  /** Rows that are in groups, of all entities. */
  public int members() {
    return byEntity.values().stream().mapToInt(Merges::members).sum();
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
