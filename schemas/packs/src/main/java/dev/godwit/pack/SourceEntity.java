package dev.godwit.pack;

import dev.godwit.records.Entity;
import java.util.List;
import java.util.Map;

/**
 * An entity as a source pack reads it.
 *
 * @param entity the entity
 * @param query all rows of one customer, named parameter {@code :customer}; it is used as a
 *     sub-query, cut by key range
 * @param key columns of the query that together are unique within the customer; their order is the
 *     order of the chunks
 * @param fields canonical field name to column
 * @param merge which rows become one record
 * @param keyAt place of each key column in the pack; empty where it was not read from a file
 */
public record SourceEntity(
    Entity entity,
    Sql query,
    List<String> key,
    Map<String, SourceField> fields,
    Merge merge,
    List<Position> keyAt) {

  public SourceEntity {
    key = List.copyOf(key);
    keyAt = List.copyOf(keyAt);
  }

  /** An entity without places. */
  public SourceEntity(Entity entity, Sql query, List<String> key, Map<String, SourceField> fields) {
    this(entity, query, key, fields, mergeOf(entity), List.of());
  }

  /** The rule of an entity whose pack names none. */
  public static Merge mergeOf(Entity entity) {
    return entity.equals(Entity.CONTACTS) ? Merge.ADDRESS : Merge.NONE;
  }

  /** Type of one of its fields. */
  public FieldType type(String field) {
    SourceField declared = fields.get(field);
    return declared != null && declared.type() != null
        ? declared.type()
        : CanonicalFields.ofSource(entity).get(field);
  }

  /** Entity whose ids one of its fields holds; null where it is no reference. */
  public Entity references(String field) {
    Entity canonical = CanonicalFields.parent(entity, field);
    SourceField declared = fields.get(field);
    return canonical != null || declared == null ? canonical : declared.references();
  }

  /** What takes the place of an invalid value of one of its fields; null for the quarantine. */
  public WhenInvalid whenInvalid(String field) {
    SourceField declared = fields.get(field);
    return declared == null ? null : declared.whenInvalid();
  }
}
