package dev.godwit.validator.readback;

import dev.godwit.common.v1.RunKind;
import dev.godwit.pack.ColumnType;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import java.util.Map;
import java.util.StringJoiner;

/** Writes the COPY statement around a table's read-back statement. */
final class CopyOutStatement {
  private CopyOutStatement() {}

  /**
   * COPY of the customer's rows, columns in the pack's order. Texts are cast to text, so that an
   * enumerated value is read as its label, and a padded one without its padding.
   */
  static String of(TargetPack pack, TargetTable table, RunKind kind, String customer) {
    String query =
        table
            .readBack()
            .bind(pack.placeholders(kind))
            .inline(Map.of("customer", customer))
            .strip()
            .replaceAll("[;\\s]+$", "");
    StringJoiner selected = new StringJoiner(", ");
    StringJoiner aliases = new StringJoiner(", ", "(", ")");
    for (int i = 0; i < table.columns().size(); i++) {
      boolean text = table.columns().get(i).type() == ColumnType.TEXT;
      selected.add("c" + i + (text ? "::text" : ""));
      aliases.add("c" + i);
    }
    return "COPY (SELECT "
        + selected
        + " FROM (\n"
        + query
        + "\n) AS rows"
        + aliases
        + ") TO STDOUT (FORMAT binary)";
  }
}
