package dev.godwit.loader.reference;

import dev.godwit.loader.progress.CutStore.PassedCut;
import dev.godwit.records.Entity;
import java.util.BitSet;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * The partitions of each entity that have passed a cut of one run, as far as this process has read.
 * Grows with the partitions only. Not thread-safe.
 */
public final class PassedCuts {
  private final Map<Entity, BitSet> passed = new TreeMap<>();
  private final Map<Entity, Integer> partitions = new TreeMap<>();

  public void add(Collection<PassedCut> cuts) {
    for (PassedCut cut : cuts) {
      passed.computeIfAbsent(cut.entity(), e -> new BitSet()).set(cut.partition());
      partitions.put(cut.entity(), cut.partitions());
    }
  }

  /** Whether the entity's records of this partition are all loaded, up to a cut. */
  public boolean in(Entity entity, int partition) {
    BitSet of = passed.get(entity);
    return of != null && of.get(partition);
  }

  /**
   * Whether the entity's records are all loaded, up to a cut, in every partition: only then is a
   * parent that is not there missing, because a reference may cross partitions.
   */
  public boolean everywhere(Entity entity) {
    BitSet of = passed.get(entity);
    return of != null && of.cardinality() >= partitions.get(entity);
  }

  /** Whether records of this entity and partition may be loaded now. */
  public boolean mayLoad(Entity entity, int partition) {
    return ReferenceOrder.before(entity).map(before -> in(before, partition)).orElse(true);
  }
}
