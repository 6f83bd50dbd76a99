package dev.godwit.pack.draft;

import java.util.List;

/**
 * A table of a target pack.
 *
 * @param name name
 * @param each list field with an item for each row; null for one row for a record
 * @param key key
 * @param customer what stands behind {@code customer}: a column, a way or a word
 * @param columns lines of its columns, with comments; a line without a colon is a comment alone
 * @param notes comments above it
 */
record TargetTableDraft(
    String name,
    String each,
    List<String> key,
    String customer,
    List<Line> columns,
    List<String> notes) {

  /** A column and its value; without a value a comment alone. */
  record Line(String column, String value, String note) {}
}
