package dev.godwit.local.demo;

import dev.godwit.api.text.Figures;
import dev.godwit.api.text.TextTable;
import dev.godwit.common.v1.RunKind;
import dev.godwit.pack.BoundSql;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.SourceQuery;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The rows of a customer in source and target at one moment, counted by the packs' own statements.
 *
 * @param source rows by entity
 * @param target rows by table of the live schema
 * @param frozen whether the source refuses the customer's writes
 * @param enabled whether the target is enabled for the customer
 */
record SystemCounts(
    Map<String, Long> source, Map<String, Long> target, boolean frozen, boolean enabled) {

  /** Counts now. */
  static SystemCounts count(LocalDatabases databases, String customer) {
    Map<String, String> parameters = Map.of("customer", customer);
    TargetPack to = databases.targetPack();
    Map<String, Long> source = new LinkedHashMap<>();
    boolean frozen =
        databases.withSource(
            connection -> {
              for (SourceEntity entity : databases.sourcePack().entities().values()) {
                for (SourceQuery query : entity.queries()) {
                  String rows = query.sql().bind().inline(parameters).strip();
                  try (PreparedStatement count =
                          connection.prepareStatement(
                              "SELECT count(*) FROM (" + rows + ") AS of_customer");
                      ResultSet found = count.executeQuery()) {
                    found.next();
                    source.merge(
                        entity.entity().name().toLowerCase(Locale.ROOT),
                        found.getLong(1),
                        Long::sum);
                  }
                }
              }
              return flag(databases.sourcePack().isFrozen().bind(), connection, parameters);
            });
    Map<String, Long> target = new LinkedHashMap<>();
    for (TargetTable table : to.tables()) {
      target.merge(table.name(), databases.targetRows(table, customer), Long::sum);
    }
    BoundSql isEnabled = to.isEnabled().bind(to.placeholders(RunKind.LIVE));
    boolean enabled = databases.withTarget(connection -> flag(isEnabled, connection, parameters));
    return new SystemCounts(source, target, frozen, enabled);
  }

  private static boolean flag(BoundSql sql, Connection connection, Map<String, String> parameters)
      throws SQLException {
    try (PreparedStatement statement = sql.prepare(connection, parameters);
        ResultSet found = statement.executeQuery()) {
      return found.next() && found.getBoolean(1);
    }
  }

  /**
   * Whether the source is complete and open again, and the target is empty and disabled.
   *
   * @param liveEvents opens and clicks that came in since, which the source holds besides
   */
  boolean isAsBefore(SystemCounts before, long liveEvents) {
    Map<String, Long> expected = new LinkedHashMap<>(before.source);
    expected.computeIfPresent("engagements", (entity, rows) -> rows + liveEvents);
    return source.equals(expected)
        && !frozen
        && !enabled
        && target.values().stream().allMatch(rows -> rows == 0);
  }

  /** Both moments side by side. */
  static String table(SystemCounts before, SystemCounts after) {
    TextTable table = new TextTable("system", "rows of", ">before", ">after");
    before.source.forEach(
        (entity, rows) ->
            table.row(
                "source", entity, Figures.count(rows), Figures.count(after.source.get(entity))));
    table.row("source", "(frozen)", yesOrNo(before.frozen), yesOrNo(after.frozen));
    before.target.forEach(
        (name, rows) ->
            table.row("target", name, Figures.count(rows), Figures.count(after.target.get(name))));
    table.row("target", "(enabled)", yesOrNo(before.enabled), yesOrNo(after.enabled));
    return table.text();
  }

  private static String yesOrNo(boolean value) {
    return value ? "yes" : "no";
  }
}
