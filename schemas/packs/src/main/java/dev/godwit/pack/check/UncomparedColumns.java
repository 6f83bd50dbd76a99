package dev.godwit.pack.check;

import dev.godwit.pack.Position;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.records.Counted;
import java.util.ArrayList;
import java.util.List;

/** Says which columns a target pack leaves out of digests and differences. Stateless. */
final class UncomparedColumns {
  private UncomparedColumns() {}

  /** A line for each column, and one with their number; empty where all are compared. */
  static List<String> notes(TargetPack pack) {
    List<String> notes = new ArrayList<>();
    for (TargetTable table : pack.tables()) {
      for (TargetColumn column : table.uncompared()) {
        Position at = column.at() == null ? table.readBack().positionOf(0) : column.at();
        notes.add(
            "%s: note: the column %s of %s is written and not compared; no check sees a wrong value in it"
                .formatted(at, column.name(), table.name()));
      }
    }
    if (!notes.isEmpty()) {
      notes.add(
          notes.size() == 1
              ? "1 column is not compared"
              : "not compared: " + Counted.of(notes.size(), "column"));
    }
    return notes;
  }
}
