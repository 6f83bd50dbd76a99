package dev.godwit.transformer.entity;

import dev.godwit.pack.TargetPack;
import dev.godwit.records.Entity;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.transformer.fix.RecordFixes;
import dev.godwit.transformer.limit.CloseValue;
import dev.godwit.transformer.normalise.PlausibleTimes;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.transformer.quarantine.ReplacedValue;
import dev.godwit.transformer.shape.EntityShaper;
import dev.godwit.worker.merge.RunMerges;
import dev.godwit.worker.run.RunSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.IndexedRecord;

/**
 * Transforms the records of one run, as its target pack says. Compiled once a run, so that nothing
 * is looked up by name for a record. Not thread-safe.
 */
public final class RunTransform {
  private final RunSpec run;
  private final Map<Entity, EntityTransform> byEntity = new HashMap<>();
  private final EngagementTransform engagements;
  private final RecordFixes fixes;
  private EntityTransform last;
  private List<ReplacedValue> fixed = List.of();
  private boolean isOfSnapshot;
  private IndexedRecord changed;

  /**
   * Compiles.
   *
   * @param pack the run's target pack, checked against the catalogue
   * @throws IllegalArgumentException where the pack asks for the impossible; fatal
   */
  public RunTransform(RunSpec run, TargetPack pack) {
    this(run, pack, PlausibleTimes.ANY);
  }

  /**
   * As above.
   *
   * @param times times that an open or click can have
   */
  public RunTransform(RunSpec run, TargetPack pack, PlausibleTimes times) {
    this(run, pack, times, RecordFixes.NONE);
  }

  /**
   * As above.
   *
   * @param fixes what people decided about records that would be quarantined
   */
  public RunTransform(RunSpec run, TargetPack pack, PlausibleTimes times, RecordFixes fixes) {
    this.run = run;
    this.fixes = fixes;
    this.engagements = new EngagementTransform(run, pack, times);
    for (Entity entity : pack.entities()) {
      byEntity.put(entity, of(entity, pack));
    }
  }

  private EntityTransform of(Entity entity, TargetPack pack) {
    if (entity.equals(Entity.CONTACTS)) {
      return new ContactTransform(run, pack);
    }
    return entity.equals(Entity.ENGAGEMENTS)
        ? engagements
        : new RowTransform(new EntityShaper(pack, entity, run));
  }

  /** The run. */
  public RunSpec run() {
    return run;
  }

  /** Whether the value of a live event depends on the run's merge groups. */
  public boolean needsMerges(LiveEngagement event) {
    return engagements.needsMerges(event);
  }

  /**
   * The value for Kafka of a live event, still without the wire format's first bytes.
   *
   * @param merges groups of the run; may be those of none where {@link #needsMerges} is false
   * @throws QuarantinedException where the target cannot take the event
   */
  public byte[] transform(LiveEngagement event, RunMerges merges) throws QuarantinedException {
    last = engagements;
    fixed = List.of();
    isOfSnapshot = false;
    changed = null;
    return engagements.live(event, merges);
  }

  /**
   * The value for Kafka of one record of an extracted topic, still without the wire format's first
   * bytes. One that the target cannot take is tried again with the fixes that match.
   *
   * @throws QuarantinedException where the target cannot take the record, with its fixes neither;
   *     then what it violates with them
   * @throws IllegalArgumentException where the pack has no such entity
   */
  public byte[] transform(Entity entity, IndexedRecord record) throws QuarantinedException {
    EntityTransform transform = byEntity.get(entity);
    if (transform == null) {
      throw new IllegalArgumentException(
          "Expected an entity of the pack, %s, found %s.".formatted(byEntity.keySet(), entity));
    }
    last = transform;
    fixed = List.of();
    isOfSnapshot = true;
    changed = null;
    try {
      return transform.transform(record);
    } catch (QuarantinedException e) {
      return transformFixed(transform, entity, record, e);
    }
  }

  /**
   * One fix may show what another one is for, so they are applied until none matches any more, or a
   * violation returns: fixes that undo each other end there.
   */
  private byte[] transformFixed(
      EntityTransform transform, Entity entity, IndexedRecord record, QuarantinedException first)
      throws QuarantinedException {
    IndexedRecord now = record;
    QuarantinedException why = first;
    List<QuarantinedException> seen = new ArrayList<>(List.of(first));
    List<ReplacedValue> applied = new ArrayList<>();
    while (true) {
      RecordFixes.Fixed with = fixes.fixed(entity, now, why);
      if (with == null) {
        throw why;
      }
      applied.addAll(with.applied());
      now = with.record();
      changed = now;
      try {
        byte[] value = transform.transform(now);
        fixed = applied.stream().distinct().toList();
        return value;
      } catch (QuarantinedException e) {
        if (seen.stream().anyMatch(e::isSame)) {
          throw e;
        }
        seen.add(e);
        why = e;
      }
    }
  }

  /**
   * Values of the record that was transformed last that come close to a limit of the target; empty
   * for a live event, and for a record that a fix changed, since a fix may shorten up to the limit.
   */
  public List<CloseValue> close() {
    return isOfSnapshot && fixed.isEmpty() ? last.close() : List.of();
  }

  /**
   * The record that was transformed last, as fixes changed it, also where it was quarantined all
   * the same; null where no fix changed it.
   */
  public IndexedRecord fixedRecord() {
    return changed;
  }

  /** Values of the record that was transformed last that were replaced; a new list. */
  public List<ReplacedValue> replaced() {
    if (last == null) {
      return List.of();
    }
    List<ReplacedValue> all = new ArrayList<>(last.replaced());
    all.addAll(fixed);
    return List.copyOf(all);
  }
}
