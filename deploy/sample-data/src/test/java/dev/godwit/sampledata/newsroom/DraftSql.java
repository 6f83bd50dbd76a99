package dev.godwit.sampledata.newsroom;

import dev.godwit.sampledata.Server;
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

  static String flag(Connection connection, DraftPack pack, String key)
      throws SQLException, IOException {
    return Server.text(
        connection, DraftPack.inline(pack.sql(key).getFirst(), Map.of("customer", CUSTOMER)));
  }

  static void run(
      Connection connection, DraftPack pack, String key, Map<String, String> placeholders)
      throws SQLException, IOException {
    List<String> statements =
        pack.sql(key).stream()
            .map(sql -> sql.replace("{schema}", placeholders.getOrDefault("schema", "{schema}")))
            .toList();
    run(connection, statements, Map.of("customer", CUSTOMER));
  }

  static void run(Connection connection, List<String> statements, Map<String, String> parameters)
      throws SQLException {
    for (String sql : statements) {
      Server.run(connection, DraftPack.inline(sql, parameters));
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
