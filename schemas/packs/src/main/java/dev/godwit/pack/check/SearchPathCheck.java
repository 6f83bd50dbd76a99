package dev.godwit.pack.check;

import dev.godwit.pack.DatabaseSettings;
import dev.godwit.pack.Position;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.read.Findings;
import dev.godwit.pack.session.SessionSettings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Checks that role and database set no search path of their own: a session states PostgreSQL's
 * default, or that of the pack's URL, so that a statement reads the same tables everywhere. A run's
 * statements in a target have the run's schema first, so of a target's path only the other schemas
 * count.
 */
final class SearchPathCheck {
  /** The path that the session would have if it stated none. */
  private static final String WITHOUT_STATEMENT =
      "select reset_val from pg_settings where name = 'search_path'";

  private static final String SET = "select set_config('search_path', ?, false)";

  private SearchPathCheck() {}

  /** Checks the path of a source. */
  static void check(
      DatabaseSettings database, Position at, Connection connection, Findings findings)
      throws SQLException {
    if (database.namesSearchPath()) {
      return;
    }
    String path = withoutStatement(connection);
    if (!plain(path).equals(plain(SessionSettings.SEARCH_PATH))) {
      add(at, path, findings);
    }
  }

  /** Checks the path of a target, but for its live and its staging schema. */
  static void check(TargetPack pack, Connection connection, Findings findings) throws SQLException {
    if (pack.database().namesSearchPath()) {
      return;
    }
    String path = withoutStatement(connection);
    Set<String> ofRuns = Set.of(pack.liveSchema(), pack.stagingSchema());
    if (!others(path, ofRuns, connection)
        .equals(others(SessionSettings.SEARCH_PATH, ofRuns, connection))) {
      add(pack.isEnabled().positionOf(0), path, findings);
    }
  }

  private static void add(Position at, String path, Findings findings) {
    findings.add(
        at,
        "the search path to be named by the url of the pack's database, or to be "
            + SessionSettings.SEARCH_PATH,
        "role or database set it to " + path,
        "add ?currentSchema=%s to the url, or write schema and table in the statements"
            .formatted(path.replace(" ", "").replace("\"", "%22")));
  }

  private static String withoutStatement(Connection connection) throws SQLException {
    return text(connection, WITHOUT_STATEMENT);
  }

  /** The schemas that a path finds but for some, in its order; the session keeps its own path. */
  private static List<String> others(String path, Set<String> without, Connection connection)
      throws SQLException {
    String own = text(connection, "select current_setting('search_path')");
    text(connection, SET, path);
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("select s from unnest(current_schemas(false)) as s")) {
      List<String> schemas = new ArrayList<>();
      while (row.next()) {
        schemas.add(row.getString(1));
      }
      schemas.removeAll(without);
      return schemas;
    } finally {
      text(connection, SET, own);
    }
  }

  private static String text(Connection connection, String sql, String... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setString(i + 1, parameters[i]);
      }
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }

  private static String plain(String path) {
    return path.replace(" ", "");
  }
}
