package dev.godwit.pack.read;

import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetTable;
import dev.godwit.records.Entity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks the references of a target pack's entities to themselves. Records with one are loaded in
 * one order, each behind the one that it refers to: so one field holds it, and no list. Stateless.
 */
final class OwnReferences {
  private OwnReferences() {}

  /** Adds a finding for each list of such references, and for each second field. */
  static void check(List<TargetTable> tables, Findings findings) {
    Map<Entity, String> values = new HashMap<>();
    for (TargetTable table : tables) {
      for (TargetColumn column : table.columns()) {
        if (table.entity().equals(column.references())) {
          check(table, column, values, findings);
        }
      }
    }
  }

  private static void check(
      TargetTable table, TargetColumn column, Map<Entity, String> values, Findings findings) {
    String entity = table.entity().text();
    if (table.each() != null && column.isOfItem()) {
      findings.add(
          column.at(),
          "a list of references to another entity as '" + table.each() + "'",
          "to " + entity + " itself",
          "read the references as an entity of their own");
      return;
    }
    String before = values.putIfAbsent(table.entity(), column.value());
    if (before != null && !before.equals(column.value())) {
      findings.add(
          column.at(),
          "one field of " + entity + " that refers to " + entity,
          "'" + column.value() + "' beside '" + before + "'",
          "declare one of them with 'text' in both packs, or leave out its column");
    }
  }
}
