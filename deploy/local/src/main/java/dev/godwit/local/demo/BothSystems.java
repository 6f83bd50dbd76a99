package dev.godwit.local.demo;

import dev.godwit.api.text.Figures;
import dev.godwit.api.text.TextTable;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.TargetPack;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What both systems hold of a customer at one moment.
 *
 * @param source rows by entity
 * @param target rows by table of the live schema
 * @param frozen the old system refuses the customer's writes
 * @param enabled the new system is open for the customer
 */
record BothSystems(
    Map<String, Long> source, Map<String, Long> target, boolean frozen, boolean enabled) {

  /** Counts now. */
  static BothSystems count(LocalDatabases databases, String customer) {
    SourcePack from = databases.sourcePack();
    TargetPack to = databases.targetPack();
    Map<String, Long> source =
        databases.withSource(connection -> RowCounts.source(from, connection, customer));
    Map<String, Long> target =
        databases.withTarget(connection -> RowCounts.target(to, connection, customer));
    boolean frozen =
        databases.withSource(connection -> RowCounts.isFrozen(from, connection, customer));
    boolean enabled =
        databases.withTarget(connection -> RowCounts.isEnabled(to, connection, customer));
    return new BothSystems(source, target, frozen, enabled);
  }

  /**
   * The old system is complete and open, and the new one holds nothing and is closed.
   *
   * @param liveEvents opens and clicks that came in since, which the old system holds besides
   */
  boolean isAsBefore(BothSystems before, long liveEvents) {
    Map<String, Long> expected = new LinkedHashMap<>(before.source);
    expected.computeIfPresent("engagements", (entity, rows) -> rows + liveEvents);
    return source.equals(expected)
        && !frozen
        && !enabled
        && target.values().stream().allMatch(rows -> rows == 0);
  }

  /** Both moments side by side. */
  static String table(BothSystems before, BothSystems after) {
    TextTable table = new TextTable("system", "what", ">before", ">after");
    before.source.forEach(
        (what, rows) -> table.row("old", what, text(rows), text(after.source.get(what))));
    table.row("old", "frozen", yes(before.frozen), yes(after.frozen));
    before.target.forEach(
        (what, rows) -> table.row("new", what, text(rows), text(after.target.get(what))));
    table.row("new", "enabled", yes(before.enabled), yes(after.enabled));
    return table.text();
  }

  private static String text(long rows) {
    return Figures.count(rows);
  }

  private static String yes(boolean value) {
    return value ? "yes" : "no";
  }
}
