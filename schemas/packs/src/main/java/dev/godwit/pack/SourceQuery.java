package dev.godwit.pack;

import java.util.List;
import java.util.Map;

/**
 * A query that reads rows of an entity. Immutable.
 *
 * @param name its name within the entity; null where the entity has one query, without a name
 * @param sql all its rows of one customer, named parameter {@code :customer}; it is used as a
 *     sub-query, cut by key range
 * @param key columns of the query that together are unique within the customer; their order is the
 *     order of the chunks
 * @param fields field name to column
 * @param keyAt place of each key column in the pack; empty where it was not read from a file
 * @param tail how rows are followed that are written after the snapshot; null where the query has
 *     no tail of its own
 */
public record SourceQuery(
    String name,
    Sql sql,
    List<String> key,
    Map<String, SourceField> fields,
    List<Position> keyAt,
    TailSource tail) {
  public SourceQuery {
    key = List.copyOf(key);
    keyAt = List.copyOf(keyAt);
  }

  /** A query without a tail of its own. */
  public SourceQuery(
      String name,
      Sql sql,
      List<String> key,
      Map<String, SourceField> fields,
      List<Position> keyAt) {
    this(name, sql, key, fields, keyAt, null);
  }

  /** The query within a message, such as {@code the query 'clicks'}. */
  public String words() {
    return name == null ? "the query" : "the query '" + name + "'";
  }
}
