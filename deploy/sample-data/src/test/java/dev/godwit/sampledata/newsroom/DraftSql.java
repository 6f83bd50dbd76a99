package dev.godwit.sampledata.newsroom;

import dev.godwit.pack.Sql;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs the statements of a draft for the newsroom daily. Stateless. */
final class DraftSql {
  private static final String CUSTOMER = "daily";

  private DraftSql() {}

  /** The first cell that a query of a draft returns; null where it returns no row. */
  static String cell(Connection connection, String sql, Map<String, String> parameters)
      throws SQLException {
    try (PreparedStatement statement =
            new Sql(sql, "draft", 1).bind().prepare(connection, parameters);
        ResultSet row = statement.executeQuery()) {
      return row.next() ? row.getString(1) : null;
    }
  }

  static String flag(Connection connection, DraftPack pack, String key)
      throws SQLException, IOException {
    return cell(connection, pack.sql(key).getFirst(), Map.of("customer", CUSTOMER));
  }

  static void run(
      Connection connection, DraftPack pack, String key, Map<String, String> placeholders)
      throws SQLException, IOException {
    run(connection, pack.sql(key), placeholders, Map.of("customer", CUSTOMER));
  }

  static void run(
      Connection connection,
      List<String> statements,
      Map<String, String> placeholders,
      Map<String, String> parameters)
      throws SQLException {
    for (String sql : statements) {
      try (PreparedStatement statement =
          new Sql(sql, "draft", 1).bind(placeholders).prepare(connection, parameters)) {
        statement.execute();
      }
    }
  }

  static List<String> column(Connection connection, String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        values.add(row.getString(1));
      }
    }
    return values;
  }
}
