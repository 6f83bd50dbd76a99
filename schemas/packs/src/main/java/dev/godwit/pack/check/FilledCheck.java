package dev.godwit.pack.check;

import dev.godwit.pack.TargetTable;
import dev.godwit.pack.TargetTable.FilledColumn;
import dev.godwit.pack.read.Findings;

/** Checks the columns that a pack leaves to the database. Stateless. */
final class FilledCheck {
  private FilledCheck() {}

  /** Adds a finding for each column that does not exist, or that nothing fills. */
  static void check(TargetTable table, String schema, TableShape shape, Findings findings) {
    String qualified = schema + "." + table.name();
    for (FilledColumn column : table.filledByDatabase()) {
      ColumnShape found = shape.columns().get(column.name());
      if (found == null) {
        findings.unknown(
            column.at(), "a column of " + qualified, shape.columns().keySet(), column.name());
      } else if (!isFilled(found, shape)) {
        findings.add(
            column.at(),
            "something that fills the column '%s' of %s: a default, an identity, a generated"
                    .formatted(column.name(), qualified)
                + " expression, or a trigger before the insert",
            "none, although it is NOT NULL",
            "give it a value in the pack, or a default in the target");
      }
    }
  }

  private static boolean isFilled(ColumnShape column, TableShape shape) {
    return column.nullable() || column.filled() || column.computed() || shape.triggerBeforeInsert();
  }

  /** Whether the pack leaves a column to the database. */
  static boolean names(TargetTable table, String column) {
    return table.filledByDatabase().stream().anyMatch(filled -> filled.name().equals(column));
  }
}
