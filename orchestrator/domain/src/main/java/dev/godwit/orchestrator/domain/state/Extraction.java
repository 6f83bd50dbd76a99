package dev.godwit.orchestrator.domain.state;

import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.EntityCount;
import dev.godwit.orchestrator.domain.common.EntityDigest;
import dev.godwit.orchestrator.domain.common.EntityPlan;
import dev.godwit.orchestrator.domain.common.QuarantineCount;
import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.event.RunEvent.ChunkExtracted;
import dev.godwit.orchestrator.domain.event.RunEvent.ExtractionPlanned;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The plan of a run's extraction and how far it has gone. Chunks are counted through in reference
 * order: all of contacts, then emails, then engagements.
 *
 * @param snapshot name of the exported snapshot
 * @param plans plan by entity, in reference order
 * @param identitiesFrom offset by partition at which the run's merges begin
 * @param identitiesTo offset by partition, exclusive, at which they end
 * @param window at most so many chunks are out at once
 * @param progress by entity, as {@code plans}
 * @param dispatched number of chunks dispatched
 */
public record Extraction(
    String snapshot,
    List<EntityPlan> plans,
    List<Long> identitiesFrom,
    List<Long> identitiesTo,
    int window,
    List<EntityProgress> progress,
    int dispatched) {
  /** How far an entity's cut has gone. */
  public enum CutProgress {
    /** Chunks are still out. */
    OPEN,
    /** Every chunk is in and the cut is intended; its task is not dispatched yet. */
    STARTED,
    /** The task to write the cut is dispatched. */
    DISPATCHED,
    /** The cut stands in every partition. */
    WRITTEN,
    /** Live engagement only: the cut could not be written; its number is not used again. */
    FAILED
  }

  /**
   * How far the extraction of one entity has gone.
   *
   * @param done chunks that were reported
   * @param cut how far its cut has gone
   * @param rows source rows of those chunks
   * @param digest sum modulo 2^64 of the digests of those chunks; null where one has none
   */
  public record EntityProgress(ChunkSet done, CutProgress cut, long rows, Long digest) {
    /** Nothing done. */
    public static final EntityProgress NONE =
        new EntityProgress(ChunkSet.EMPTY, CutProgress.OPEN, 0, 0L);

    EntityProgress with(CutProgress now) {
      return new EntityProgress(done, now, rows, digest);
    }

    EntityProgress with(ChunkExtracted chunk) {
      return new EntityProgress(
          done.with(chunk.chunk()),
          cut,
          rows + chunk.rows(),
          digest == null || chunk.digest() == null ? null : Long.valueOf(digest + chunk.digest()));
    }
  }

  /** The entities of the snapshot have one cut each. */
  public static final int CUT = 1;

  public Extraction {
    plans = List.copyOf(plans);
    identitiesFrom = List.copyOf(identitiesFrom);
    identitiesTo = List.copyOf(identitiesTo);
    progress = List.copyOf(progress);
  }

  /** An extraction that was planned; nothing of it is dispatched yet. */
  static Extraction planned(ExtractionPlanned plan) {
    return new Extraction(
        plan.snapshot(),
        plan.entities(),
        plan.identitiesFrom(),
        plan.identitiesTo(),
        plan.window(),
        Collections.nCopies(plan.entities().size(), EntityProgress.NONE),
        0);
  }

  /** Index of the entity's plan, or -1 where the plan has none. */
  public int indexOf(Entity entity) {
    for (int i = 0; i < plans.size(); i++) {
      if (plans.get(i).entity().equals(entity)) {
        return i;
      }
    }
    return -1;
  }

  /** Whether the chunk is out: dispatched and not yet reported. */
  public boolean isOut(Entity entity, int chunk) {
    int index = indexOf(entity);
    if (index < 0 || chunk < 0 || chunk >= plans.get(index).chunks()) {
      return false;
    }
    return first(index) + chunk < dispatched && !progress.get(index).done().has(chunk);
  }

  /** Whether the chunk is the entity's last one missing. */
  public boolean isLast(Entity entity) {
    int index = indexOf(entity);
    return progress.get(index).done().size() == plans.get(index).chunks() - 1;
  }

  /** Whether every chunk of the entity was reported. */
  public boolean isComplete(Entity entity) {
    int index = indexOf(entity);
    return index >= 0 && progress.get(index).done().size() == plans.get(index).chunks();
  }

  /** How far the entity's cut has gone; null where the plan lacks the entity. */
  public CutProgress cut(Entity entity) {
    int index = indexOf(entity);
    return index < 0 ? null : progress.get(index).cut();
  }

  /** Whether every entity's cut stands. */
  public boolean isCut() {
    return progress.stream().allMatch(one -> one.cut() == CutProgress.WRITTEN);
  }

  /** Number of entities whose cut does not stand yet. */
  public long open() {
    return progress.stream().filter(one -> one.cut() != CutProgress.WRITTEN).count();
  }

  /** Rows counted in the snapshot, by entity. */
  public List<EntityCount> sourceRows() {
    return plans.stream().map(plan -> new EntityCount(plan.entity(), plan.rows())).toList();
  }

  /**
   * Rows and digest of the reported chunks, where the run's merges stand, and what is undecided.
   */
  public Extracted extracted() {
    List<EntityDigest> entities = new ArrayList<>();
    for (int i = 0; i < plans.size(); i++) {
      entities.add(
          new EntityDigest(
              plans.get(i).entity(), progress.get(i).rows(), progress.get(i).digest()));
    }
    return new Extracted(entities, identitiesFrom, identitiesTo, undecided());
  }

  /** The groups of rows that may be one, of which nobody decided, by entity. */
  private List<QuarantineCount> undecided() {
    return plans.stream()
        .filter(plan -> plan.reviewGroups() > 0)
        .map(
            plan ->
                new QuarantineCount(
                    plan.entity(),
                    Stage.VALIDATE,
                    QuarantineCount.UNDECIDED_MERGE,
                    plan.reviewGroups()))
        .toList();
  }

  /** Number of chunks dispatched and not yet reported. */
  public int out() {
    return dispatched - progress.stream().mapToInt(one -> one.done().size()).sum();
  }

  /** Number of chunks of all entities. */
  public int chunks() {
    return first(plans.size());
  }

  /** Number of chunks before the first one of the plan at the index. */
  public int first(int index) {
    int first = 0;
    for (int i = 0; i < index; i++) {
      first += plans.get(i).chunks();
    }
    return first;
  }

  Extraction reported(ChunkExtracted chunk) {
    int index = indexOf(chunk.entity());
    return at(index, progress.get(index).with(chunk));
  }

  Extraction with(Entity entity, CutProgress cut) {
    int index = indexOf(entity);
    return at(index, progress.get(index).with(cut));
  }

  /** The same extraction once everything that is due and fits into the window is dispatched. */
  Extraction dispatchingAll() {
    List<EntityProgress> all =
        progress.stream()
            .map(one -> one.cut() == CutProgress.STARTED ? one.with(CutProgress.DISPATCHED) : one)
            .toList();
    int until = Math.min(chunks(), dispatched + Math.max(0, window - out()));
    return until == dispatched && all.equals(progress)
        ? this
        : new Extraction(snapshot, plans, identitiesFrom, identitiesTo, window, all, until);
  }

  Extraction withPlans(List<EntityPlan> other) {
    return new Extraction(
        snapshot, other, identitiesFrom, identitiesTo, window, progress, dispatched);
  }

  private Extraction at(int index, EntityProgress now) {
    List<EntityProgress> all = new ArrayList<>(progress);
    all.set(index, now);
    return new Extraction(snapshot, plans, identitiesFrom, identitiesTo, window, all, dispatched);
  }
}
