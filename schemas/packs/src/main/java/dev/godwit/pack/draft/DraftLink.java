package dev.godwit.pack.draft;

import java.util.List;

/**
 * Columns of a table that point to a row of another one.
 *
 * @param columns columns that point
 * @param to name of the table that they point to, with its schema
 * @param toColumns columns that they point to, in the same order
 * @param notNull whether none of the columns can be NULL
 * @param guessed whether no foreign key says so, only the names
 */
record DraftLink(
    List<String> columns, String to, List<String> toColumns, boolean notNull, boolean guessed) {
  DraftLink {
    columns = List.copyOf(columns);
    toColumns = List.copyOf(toColumns);
  }

  /** Column that points to a column of the other table; null for none. */
  String columnFor(String toColumn) {
    int position = toColumns.indexOf(toColumn);
    return position < 0 ? null : columns.get(position);
  }
}
