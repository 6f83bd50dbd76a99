package dev.godwit.pack.check;

import dev.godwit.pack.DatabaseSettings;
import dev.godwit.pack.Position;
import dev.godwit.pack.read.Findings;
import dev.godwit.pack.session.SessionSettings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Checks that role and database set no search path of their own: a session states PostgreSQL's
 * default, or that of the pack's URL, so that a statement reads the same tables everywhere.
 */
final class SearchPathCheck {
  /** The path that the session would have if it stated none. */
  private static final String WITHOUT_STATEMENT =
      "select reset_val from pg_settings where name = 'search_path'";

  private SearchPathCheck() {}

  static void check(
      DatabaseSettings database, Position at, Connection connection, Findings findings)
      throws SQLException {
    if (database.namesSearchPath()) {
      return;
    }
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(WITHOUT_STATEMENT)) {
      row.next();
      String path = row.getString(1);
      if (!plain(path).equals(plain(SessionSettings.SEARCH_PATH))) {
        findings.add(
            at,
            "the search path to be named by the url of the pack's database, or to be "
                + SessionSettings.SEARCH_PATH,
            "role or database set it to " + path,
            "add ?currentSchema=%s to the url, or write schema and table in the statements"
                .formatted(path.replace(" ", "").replace("\"", "%22")));
      }
    }
  }

  private static String plain(String path) {
    return path.replace(" ", "");
  }
}
