package dev.godwit.transformer.shape;

import dev.godwit.pack.FieldType;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.records.Entity;
import dev.godwit.transformer.quarantine.QuarantinedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Places of an entity's fields in the array that holds a record's values, and which of them a pack
 * uses. Immutable.
 */
public final class Fields {
  private final Entity entity;
  private final Map<String, Integer> positions = new HashMap<>();
  private final Map<String, FieldType> types;
  private final Set<String> declared;
  private final Set<String> used = new HashSet<>();

  /** Fields of an entity in a pack. */
  public Fields(TargetPack pack, Entity entity) {
    this.entity = entity;
    types = pack.fields(entity);
    declared = pack.fields().getOrDefault(entity, Map.of()).keySet();
    List<String> names = new ArrayList<>(types.keySet());
    for (int i = 0; i < names.size(); i++) {
      positions.put(names.get(i), i);
    }
    for (TargetTable table : pack.tables(entity)) {
      if (table.each() != null) {
        used.add(table.each());
      }
      table.when().forEach(condition -> used.add(condition.field()));
      for (TargetColumn column : table.columns()) {
        used.add(column.references() == null ? column.value() : column.referenceField());
      }
    }
  }

  /** The entity. */
  public Entity entity() {
    return entity;
  }

  /** Number of places. */
  public int size() {
    return positions.size();
  }

  /** Names of the fields. */
  public Set<String> names() {
    return types.keySet();
  }

  /** Place of a field of the entity. */
  public int position(String field) {
    Integer position = positions.get(field);
    if (position == null) {
      throw new IllegalArgumentException(
          "Expected one of the fields " + positions.keySet() + ", but found " + field + ".");
    }
    return position;
  }

  /** Place of the field whose value a column could not take; -1 where no field was at it. */
  int placeOf(QuarantinedException why) {
    return why.source() == null ? -1 : positions.getOrDefault(why.source(), -1);
  }

  /** Type of a field of the entity. */
  public FieldType type(String field) {
    return types.get(field);
  }

  /** Fields that the pack itself declares, which every source has to give. */
  public Set<String> declared() {
    return declared;
  }

  /** True where it is a field of the entity. */
  public boolean has(String field) {
    return positions.containsKey(field);
  }

  /** True where a column or a table of the pack takes its value from this field. */
  public boolean uses(String field) {
    return used.contains(field);
  }
}
