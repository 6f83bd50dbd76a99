package dev.godwit.pack.draft;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A table as the catalogue describes it. Immutable.
 *
 * @param schema name of its schema
 * @param name name
 * @param rows estimate of the number of rows; negative where the database has none
 * @param columns columns by name, in the order of the table
 * @param keys keys without NULL: the primary key first, then unique indexes
 * @param uniques all unique keys, of which columns may be NULL
 * @param links foreign keys, and references that names suggest
 */
record DraftTable(
    String schema,
    String name,
    long rows,
    Map<String, DraftColumn> columns,
    List<List<String>> keys,
    List<List<String>> uniques,
    List<DraftLink> links) {

  /** Name with its schema: the table's identity. */
  String id() {
    return schema + "." + name;
  }

  /** The key that identifies a row; empty for none. */
  List<String> key() {
    return keys.isEmpty() ? List.of() : keys.getFirst();
  }

  DraftColumn column(String column) {
    return columns.get(column);
  }

  boolean isUnique(String column) {
    return uniques.stream().anyMatch(List.of(column)::equals);
  }

  List<DraftLink> linksTo(DraftTable other) {
    return links.stream().filter(link -> link.to().equals(other.id())).toList();
  }

  /** The same table with further links. */
  DraftTable with(List<DraftLink> more) {
    List<DraftLink> all = new ArrayList<>(links);
    all.addAll(more);
    return new DraftTable(schema, name, rows, columns, keys, uniques, List.copyOf(all));
  }
}
