package dev.godwit.pack;

import dev.godwit.records.Entity;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An entity as a source pack reads it: by one query, or by several whose rows together are the
 * entity. Immutable.
 *
 * @param entity the entity
 * @param queries at least one; where there are several, each has a name
 * @param merge which rows become one record
 * @param mergeKey fields by whose values rows are one; empty where every row is a record of its own
 * @param candidates how rows are found that may be one; null where none are looked for
 */
public record SourceEntity(
    Entity entity,
    List<SourceQuery> queries,
    Merge merge,
    List<String> mergeKey,
    Candidates candidates) {
  /** The field by which contacts with one address are one. */
  public static final String ADDRESS = "address";

  public SourceEntity {
    queries = List.copyOf(queries);
    mergeKey = List.copyOf(mergeKey);
  }

  /** An entity of which no rows are looked for that may be one. */
  public SourceEntity(
      Entity entity, List<SourceQuery> queries, Merge merge, List<String> mergeKey) {
    this(entity, queries, merge, mergeKey, null);
  }

  /** An entity that merges by no key of its own. */
  public SourceEntity(Entity entity, List<SourceQuery> queries, Merge merge) {
    this(entity, queries, merge, merge == Merge.ADDRESS ? List.of(ADDRESS) : List.of());
  }

  /** An entity with one query and without places. */
  public SourceEntity(Entity entity, Sql query, List<String> key, Map<String, SourceField> fields) {
    this(entity, List.of(new SourceQuery(null, query, key, fields, List.of())), mergeOf(entity));
  }

  /** The rule of an entity whose pack names none. */
  public static Merge mergeOf(Entity entity) {
    return entity.equals(Entity.CONTACTS) ? Merge.ADDRESS : Merge.NONE;
  }

  /**
   * Its query.
   *
   * @throws IllegalStateException where it has several
   */
  public SourceQuery only() {
    if (queries.size() != 1) {
      throw new IllegalStateException(
          "Expected one query of %s, found %d.".formatted(entity.text(), queries.size()));
    }
    return queries.getFirst();
  }

  /**
   * Fields of all its queries by name, those of the first query first; a field that several give
   * stands as the first of them has it. Its type and reference are the same in all.
   */
  public Map<String, SourceField> fields() {
    Map<String, SourceField> all = new LinkedHashMap<>();
    queries.forEach(query -> query.fields().forEach(all::putIfAbsent));
    return all;
  }

  /** Names of its fields that the pack declares, of any query. */
  public Set<String> declared() {
    Set<String> names = new LinkedHashSet<>();
    fields()
        .forEach(
            (name, field) -> {
              if (field.type() != null) {
                names.add(name);
              }
            });
    return names;
  }

  /** Type of one of its fields. */
  public FieldType type(String field) {
    return type(entity, field, declared(field));
  }

  /** Entity whose ids one of its fields holds; null where it is no reference. */
  public Entity references(String field) {
    Entity canonical = CanonicalFields.parent(entity, field);
    SourceField declared = declared(field);
    return canonical != null || declared == null ? canonical : declared.references();
  }

  /** Whether it has that field, and it holds the id of one contact, which a merge may replace. */
  public boolean isContact(String field) {
    return declared(field) != null
        && Entity.CONTACTS.equals(references(field))
        && type(field) != FieldType.LIST;
  }

  /** The replacement of an invalid value of one of its fields; null for the quarantine. */
  public WhenInvalid whenInvalid(String field) {
    SourceField declared = declared(field);
    return declared == null ? null : declared.whenInvalid();
  }

  /** The same entity with rows that may be one looked for. */
  public SourceEntity with(Candidates now) {
    return new SourceEntity(entity, queries, merge, mergeKey, now);
  }

  /** The rule by which one of its fields survives; null for the field's own. */
  public Survival survival(String field) {
    SourceField declared = declared(field);
    return declared == null ? null : declared.survival();
  }

  /** Whether rows of it can become one record: by its rule, or since they may be one. */
  public boolean merges() {
    return merge != Merge.NONE || candidates != null;
  }

  /**
   * Field that holds the id of another row of the same entity; null where there is none. Such an
   * entity has one query, merges nothing, and is read with the rows that others refer to first.
   */
  public String parentField() {
    for (SourceQuery query : queries) {
      for (String field : query.fields().keySet()) {
        if (entity.equals(references(field)) && type(field) != FieldType.LIST) {
          return field;
        }
      }
    }
    return null;
  }

  /** Type of a field of an entity as a query declares it. */
  public static FieldType type(Entity entity, String field, SourceField declared) {
    return declared != null && declared.type() != null
        ? declared.type()
        : CanonicalFields.ofSource(entity).get(field);
  }

  private SourceField declared(String field) {
    for (SourceQuery query : queries) {
      if (query.fields().containsKey(field)) {
        return query.fields().get(field);
      }
    }
    return null;
  }
}
