package dev.godwit.pack.check;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A table as the catalogue describes it.
 *
 * @param columns by name, in the order of the table
 * @param uniqueKeys sets of columns that are unique together
 * @param foreignKeys from each single column that points to a table of the same schema, the table
 *     and column it points to
 * @param triggerBeforeInsert whether a trigger sees, and may fill, each row before it is inserted
 */
record TableShape(
    Map<String, ColumnShape> columns,
    List<Set<String>> uniqueKeys,
    Map<String, ForeignKey> foreignKeys,
    boolean triggerBeforeInsert) {

  /** The target of a foreign key. */
  record ForeignKey(String table, String column) {}
}
