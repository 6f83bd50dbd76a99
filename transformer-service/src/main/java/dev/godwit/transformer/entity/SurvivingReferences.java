package dev.godwit.transformer.entity;

import dev.godwit.pack.CanonicalFields;
import dev.godwit.pack.EntityField;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.records.Entity;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.transformer.shape.Fields;
import dev.godwit.worker.merge.Merges;
import dev.godwit.worker.merge.RunMerges;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Replaces the references of a live event that name merged rows by those of their survivors, as the
 * extractor does with the snapshot's rows: the target has only the survivors. Immutable and
 * thread-safe.
 */
final class SurvivingReferences {
  private final Map<String, Entity> entities = new LinkedHashMap<>();
  private final Fields fields;

  /**
   * @param fields of engagements in the pack
   */
  SurvivingReferences(TargetPack pack, Fields fields) {
    this.fields = fields;
    for (String field : fields.names()) {
      Entity parent = CanonicalFields.parent(Entity.ENGAGEMENTS, field);
      if (parent != null) {
        add(field, parent);
      }
    }
    Map<String, EntityField> declared = pack.fields().getOrDefault(Entity.ENGAGEMENTS, Map.of());
    declared.forEach((name, field) -> add(name, field.references()));
    for (TargetTable table : pack.tables(Entity.ENGAGEMENTS)) {
      for (TargetColumn column : table.columns()) {
        if (column.references() != null) {
          add(column.isOfItem() ? table.each() : column.referenceField(), column.references());
        }
      }
    }
  }

  /** Emails and engagements do not merge. */
  private void add(String field, Entity parent) {
    boolean canMerge = parent != null && (parent.equals(Entity.CONTACTS) || parent.isDeclared());
    if (canMerge && fields.has(field) && fields.uses(field)) {
      entities.putIfAbsent(field, parent);
    }
  }

  /** Whether an event has such a reference, so that its row depends on the run's merge groups. */
  boolean isIn(LiveEngagement event) {
    Map<String, String> given = event.getFields();
    for (String field : entities.keySet()) {
      if (CanonicalFields.CONTACT_ID.equals(field)
          ? event.getContactId() != null
          : given != null && given.get(field) != null) {
        return true;
      }
    }
    return false;
  }

  /**
   * Replaces the references.
   *
   * @param values values of an event, in the places of the fields
   */
  void replace(Object[] values, RunMerges merges) {
    entities.forEach(
        (field, parent) -> {
          Merges ofParent = merges.of(parent);
          if (!ofParent.isEmpty()) {
            int place = fields.position(field);
            values[place] = survivor(values[place], ofParent);
          }
        });
  }

  private static Object survivor(Object value, Merges merges) {
    return switch (value) {
      case String id -> orItself(id, merges);
      case List<?> ids -> {
        Set<String> survivors = new LinkedHashSet<>();
        ids.forEach(id -> survivors.add(orItself((String) id, merges)));
        yield List.copyOf(survivors);
      }
      case null, default -> value;
    };
  }

  private static String orItself(String id, Merges merges) {
    String survivor = merges.survivor(id);
    return survivor == null ? id : survivor;
  }
}
