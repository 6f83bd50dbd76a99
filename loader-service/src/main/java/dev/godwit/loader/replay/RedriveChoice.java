package dev.godwit.loader.replay;

import dev.godwit.canonical.DerivedId;
import dev.godwit.common.v1.ReplaySelection;
import dev.godwit.loader.progress.RedrivenStore.Parent;
import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The records that a person chose for a redrive: by entity, id and reason of the quarantine. What
 * waits for them is not chosen; {@link Dependants} finds it. Immutable.
 */
final class RedriveChoice {
  /** Every reason of quarantine. */
  static final String EVERY = "*";

  private final List<Entity> entities;
  private final Set<String> keys;
  private final String reason;

  /**
   * @param selection one with dependants
   */
  RedriveChoice(ReplaySelection selection) {
    this.entities = List.copyOf(Entities.of(selection));
    this.keys = Set.copyOf(selection.getKeys());
    this.reason = selection.getQuarantined() == null ? EVERY : selection.getQuarantined();
  }

  /** Whether a record is chosen. */
  boolean takes(Entity entity, String legacyId, String why) {
    return (entities.isEmpty() || entities.contains(entity))
        && (keys.isEmpty() || keys.contains(legacyId))
        && (reason.equals(EVERY) || reason.equals(why));
  }

  /**
   * The ids by which rows of the target may refer to a record: that of the source where the target
   * keeps it or makes its own, and the derived one.
   */
  static List<Parent> idsOf(String customer, Entity entity, String legacyId) {
    List<Parent> ids = new ArrayList<>();
    ids.add(new Parent(entity, legacyId));
    for (int version : new int[] {DerivedId.ORDERED, DerivedId.HASHED}) {
      ids.add(
          new Parent(entity, DerivedId.of(version, customer, entity.name(), legacyId).toString()));
    }
    return ids;
  }

  /** Reasons of the records that are chosen or may wait for chosen ones; * for every reason. */
  static Set<String> reasonsOf(ReplaySelection selection) {
    String reason = selection.getQuarantined();
    if (reason == null || reason.equals(EVERY)) {
      return Set.of(EVERY);
    }
    Set<String> reasons = new HashSet<>(Set.of(reason));
    if (selection.getDependants()) {
      reasons.add(Dependants.WAITING);
    }
    return reasons;
  }
}
