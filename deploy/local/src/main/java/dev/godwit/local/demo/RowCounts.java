package dev.godwit.local.demo;

import dev.godwit.common.v1.Entity;
import dev.godwit.common.v1.RunKind;
import dev.godwit.pack.BoundSql;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Counts one customer's rows in both systems, by the packs' own statements. */
final class RowCounts {
  private RowCounts() {}

  /** Rows of each entity in the old system. */
  static Map<String, Long> source(SourcePack pack, Connection connection, String customer)
      throws SQLException {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Entity entity : pack.entities().keySet()) {
      BoundSql query = pack.entities().get(entity).query().bind();
      String rows = query.inline(Map.of("customer", customer)).strip();
      try (PreparedStatement count =
              connection.prepareStatement("SELECT count(*) FROM (" + rows + ") AS of_customer");
          ResultSet found = count.executeQuery()) {
        found.next();
        counts.put(entity.name().toLowerCase(Locale.ROOT), found.getLong(1));
      }
    }
    return counts;
  }

  /** Rows of each table in the new system's live schema. */
  static Map<String, Long> target(TargetPack pack, Connection connection, String customer)
      throws SQLException {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (TargetTable table : pack.tables()) {
      BoundSql count = table.count().bind(pack.placeholders(RunKind.LIVE));
      try (PreparedStatement statement = count.prepare(connection, Map.of("customer", customer));
          ResultSet found = statement.executeQuery()) {
        found.next();
        counts.put(table.name(), found.getLong(1));
      }
    }
    return counts;
  }

  /** Whether the old system refuses the customer's writes. */
  static boolean isFrozen(SourcePack pack, Connection connection, String customer)
      throws SQLException {
    return flag(pack.isFrozen().bind(), connection, customer);
  }

  /** Whether the new system is open for the customer. */
  static boolean isEnabled(TargetPack pack, Connection connection, String customer)
      throws SQLException {
    return flag(pack.isEnabled().bind(pack.placeholders(RunKind.LIVE)), connection, customer);
  }

  private static boolean flag(BoundSql sql, Connection connection, String customer)
      throws SQLException {
    try (PreparedStatement statement = sql.prepare(connection, Map.of("customer", customer));
        ResultSet found = statement.executeQuery()) {
      return found.next() && found.getBoolean(1);
    }
  }
}
