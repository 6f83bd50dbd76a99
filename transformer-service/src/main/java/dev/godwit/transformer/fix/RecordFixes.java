package dev.godwit.transformer.fix;

import dev.godwit.common.v1.Fix;
import dev.godwit.pack.RowSchema;
import dev.godwit.records.Entity;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.transformer.quarantine.ReplacedValue;
import dev.godwit.worker.decision.RunDecisions;
import dev.godwit.worker.decision.StoredDecision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.IndexedRecord;

/**
 * The fixes that hold for a run, by entity. They are applied to records that would be quarantined,
 * and to no others. Immutable, thread-safe.
 */
public final class RecordFixes {
  /** No fixes. */
  public static final RecordFixes NONE = new RecordFixes(Map.of());

  private final Map<Entity, List<ValueFix>> byEntity;

  /**
   * A record with fixes.
   *
   * @param record a copy
   * @param applied what was changed
   */
  public record Fixed(IndexedRecord record, List<ReplacedValue> applied) {}

  private RecordFixes(Map<Entity, List<ValueFix>> byEntity) {
    this.byEntity = byEntity;
  }

  /** The fixes among the decisions of a run or a replay, in their order. */
  public static RecordFixes of(RunDecisions decisions) {
    Map<Entity, List<ValueFix>> byEntity = new HashMap<>();
    for (StoredDecision.Fixes stored : decisions.fixes()) {
      for (Fix fix : stored.fixes()) {
        Entity entity = Entity.valueOf(name(fix.getEntity()));
        byEntity.computeIfAbsent(entity, e -> new ArrayList<>()).add(new ValueFix(fix));
      }
    }
    return byEntity.isEmpty() ? NONE : new RecordFixes(byEntity);
  }

  /** Built-in entities have names in capitals, declared ones have them as the pack writes them. */
  private static String name(String entity) {
    String capitals = entity.toUpperCase(Locale.ROOT);
    return Entity.BUILT_IN.stream().anyMatch(one -> one.name().equals(capitals))
        ? capitals
        : entity;
  }

  /**
   * The record with all fixes that match.
   *
   * @param why why it would be quarantined
   * @return null where no fix matches
   */
  public Fixed fixed(Entity entity, IndexedRecord record, QuarantinedException why) {
    List<ValueFix> fixes = byEntity.get(entity);
    if (fixes == null) {
      return null;
    }
    IndexedRecord copy = copy(record);
    List<ReplacedValue> applied = new ArrayList<>();
    for (IndexedRecord row : rows(copy)) {
      String id = id(row, copy);
      for (ValueFix fix : fixes) {
        ReplacedValue change = fix.isFor(why, id) ? fix.apply(row) : null;
        if (change != null) {
          applied.add(change);
        }
      }
    }
    return applied.isEmpty() ? null : new Fixed(copy, applied);
  }

  private static String id(IndexedRecord row, IndexedRecord record) {
    Schema.Field field = row.getSchema().getField(RowSchema.LEGACY_ID);
    Object id = field == null ? null : row.get(field.pos());
    if (id == null) {
      Schema.Field of = record.getSchema().getField(RowSchema.LEGACY_ID);
      id = of == null ? null : record.get(of.pos());
    }
    return id == null ? null : id.toString();
  }

  /** Its rows where it has several, and itself where not; of a copy. */
  private static List<IndexedRecord> rows(IndexedRecord copy) {
    Schema.Field members = copy.getSchema().getField(RowSchema.MEMBERS);
    if (members == null) {
      return List.of(copy);
    }
    List<IndexedRecord> rows = new ArrayList<>();
    for (Object member : (List<?>) copy.get(members.pos())) {
      rows.add(copy((IndexedRecord) member));
    }
    copy.put(members.pos(), rows);
    return rows;
  }

  /** A record of the same schema with the same values; the values themselves are not copied. */
  private static IndexedRecord copy(IndexedRecord record) {
    GenericData.Record copy = new GenericData.Record(record.getSchema());
    for (Schema.Field field : record.getSchema().getFields()) {
      copy.put(field.pos(), record.get(field.pos()));
    }
    return copy;
  }
}
