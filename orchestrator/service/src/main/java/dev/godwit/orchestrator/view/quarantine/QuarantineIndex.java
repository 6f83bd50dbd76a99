package dev.godwit.orchestrator.view.quarantine;

import dev.godwit.api.text.Figures;
import dev.godwit.canonical.DerivedId;
import dev.godwit.common.v1.Stage;
import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import dev.godwit.records.QuarantineReason;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.row.v1.ReleasedRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Knows of one run which records are in quarantine now, and which of them others refer to. A
 * position takes a bit, a contact or an email some hundred bytes: of these the first {@value
 * #MOST_PARENTS} are kept, and a cause beyond them is said to be unknown. Not thread-safe.
 */
final class QuarantineIndex implements QuarantineTopic.Visitor {
  static final int MOST_PARENTS = 500_000;

  /** Records can be each other's parents; a longer chain than this has no known end. */
  private static final int LONGEST_CHAIN = 32;

  /** The source's id and the derived one. */
  private static final int KEYS_OF_PARENT = 2;

  private final String runId;
  private final String customer;
  private final int derivedIds;
  private final int mostParents;
  private final OffsetSet seen = new OffsetSet();
  private final OffsetSet released = new OffsetSet();

  /** Place in the quarantine topic of the newest of records that came more than once. */
  private final Map<Place, Place> newest = new HashMap<>();

  private final Map<String, Parent> parents = new HashMap<>();
  private final Map<Entity, DerivedId> ids = new HashMap<>();
  private boolean full;
  private boolean changed;
  private boolean waits;

  /**
   * A record that another one waits for.
   *
   * @param key its id in the source
   * @param reason why it is in quarantine, or was
   * @param stage the stage that has it there, or had
   * @param isHeld whether it is in quarantine now
   */
  record Awaited(Entity entity, String key, String reason, String stage, boolean isHeld) {}

  private record Place(String topic, int partition, long offset) {
    static Place of(QuarantinedRecord record) {
      return new Place(record.getTopic(), record.getPartition(), record.getOffset());
    }
  }

  private record Parent(
      Place place, String key, String reason, String stage, Entity parent, String parentId) {
    /** A record that waits for another one itself is no end of a chain. */
    private boolean isRoot() {
      return parentId == null;
    }
  }

  /**
   * Of one run.
   *
   * @param derivedIds version of the run's derived ids
   * @param mostParents number of contacts, emails and other parents that are kept at most
   */
  QuarantineIndex(String runId, String customer, int derivedIds, int mostParents) {
    this.runId = runId;
    this.customer = customer;
    this.derivedIds = derivedIds;
    this.mostParents = mostParents;
  }

  @Override
  public void quarantined(QuarantinedRecord record, int partition, long offset) {
    if (!isOfRun(record)) {
      return;
    }
    if (!seen.add(record.getTopic(), record.getPartition(), record.getOffset())) {
      newest.put(Place.of(record), new Place("", partition, offset));
      changed = true;
    }
    waits |= refersToOther(record);
    boolean mayBeParent =
        !Entities.of(record).equals(Entity.ENGAGEMENTS) && !Entities.of(record).equals(Entity.LIVE);
    if (mayBeParent && !record.getLegacyId().isEmpty()) {
      keep(record);
    }
  }

  /** A target has the source's ids or derived ones, so a parent is found by either. */
  private void keep(QuarantinedRecord record) {
    if (parents.size() >= KEYS_OF_PARENT * mostParents) {
      full = true;
      return;
    }
    Entity entity = Entities.of(record);
    Parent parent =
        new Parent(
            Place.of(record),
            record.getLegacyId(),
            record.getReason(),
            record.getStage().name(),
            Entities.parentOf(record),
            record.getParentId());
    parents.put(key(entity, record.getLegacyId()), parent);
    UUID derived =
        ids.computeIfAbsent(entity, of -> DerivedId.of(derivedIds, customer, of.name()))
            .uuid(record.getLegacyId());
    parents.put(key(entity, derived.toString()), parent);
  }

  @Override
  public void released(ReleasedRecord record) {
    if (runId.equals(record.getRunId())) {
      released.add(record.getTopic(), record.getPartition(), record.getOffset());
      changed = true;
    }
  }

  /**
   * Whether a record came more than once, or left the quarantine: then the first word is not all.
   */
  boolean hasChanges() {
    return changed;
  }

  /** Whether a record is in quarantine, or was, for another one that was missing. */
  boolean hasWaiting() {
    return waits;
  }

  /** Whether all records that others may wait for are known. */
  boolean isComplete() {
    return !full;
  }

  /** Whether a record is in quarantine since one that it refers to was missing. */
  static boolean refersToOther(QuarantinedRecord record) {
    return QuarantineReason.BROKEN_REFERENCE.name().equals(record.getReason());
  }

  private boolean isOfRun(QuarantinedRecord record) {
    return runId.equals(record.getRunId());
  }

  /** Whether the record at a place of the quarantine topic is in quarantine, by its newest word. */
  boolean isCurrent(QuarantinedRecord record, int partition, long offset) {
    if (!isOfRun(record)
        || released.contains(record.getTopic(), record.getPartition(), record.getOffset())) {
      return false;
    }
    Place last = newest.get(Place.of(record));
    return last == null || (last.partition() == partition && last.offset() == offset);
  }

  /**
   * The records that a record waits for: the one that it refers to, and so on to the one that waits
   * for none; a new list. One that left the quarantine is the last. Empty where it waits for none,
   * or the records are not known.
   */
  List<Awaited> awaited(QuarantinedRecord record) {
    List<Awaited> awaited = new ArrayList<>();
    if (!refersToOther(record) || record.getStage() == Stage.EXTRACT) {
      return awaited;
    }
    Entity entity = Entities.parentOf(record);
    String id = record.getParentId();
    boolean goesOn = true;
    while (goesOn && entity != null && id != null && awaited.size() < LONGEST_CHAIN) {
      Parent parent = parents.get(key(entity, id));
      if (parent == null) {
        return awaited;
      }
      boolean isHeld = !isReleased(parent.place());
      awaited.add(new Awaited(entity, parent.key(), parent.reason(), parent.stage(), isHeld));
      goesOn = isHeld && !parent.isRoot();
      entity = parent.parent();
      id = parent.parentId();
    }
    return awaited;
  }

  private boolean isReleased(Place place) {
    return released.contains(place.topic(), place.partition(), place.offset());
  }

  /** The record in quarantine that a record waits for at last; null where there is none. */
  Awaited root(QuarantinedRecord record) {
    List<Awaited> awaited = awaited(record);
    Awaited last = awaited.isEmpty() ? null : awaited.getLast();
    return last != null
            && last.isHeld()
            && !QuarantineReason.BROKEN_REFERENCE.name().equals(last.reason())
        ? last
        : null;
  }

  /**
   * Why the record is in quarantine at last: its own reason, or that of the record that it refers
   * to, directly or by others; null where that is not known.
   */
  String rootCause(QuarantinedRecord record) {
    if (!refersToOther(record)) {
      return record.getReason();
    }
    if (record.getStage() == Stage.EXTRACT) {
      return "the source has none";
    }
    Entity entity = Entities.parentOf(record);
    String id = record.getParentId();
    for (int i = 0; i < LONGEST_CHAIN && entity != null && id != null; i++) {
      Parent parent = parents.get(key(entity, id));
      if (parent == null || isReleased(parent.place())) {
        return missing(entity, id);
      }
      if (parent.isRoot()) {
        return "%s %s: %s by stage %s"
            .formatted(
                Figures.word(entity.name()),
                parent.key(),
                parent.reason(),
                Figures.word(parent.stage()));
      }
      entity = parent.parent();
      id = parent.parentId();
    }
    return null;
  }

  private String missing(Entity entity, String id) {
    return full
        ? null
        : "%s with the id %s in the target: not in quarantine, the source has none"
            .formatted(Figures.word(entity.name()), id);
  }

  private static String key(Entity entity, String id) {
    return entity.name() + "/" + id;
  }
}
