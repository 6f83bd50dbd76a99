package dev.godwit.pack.check;

import dev.godwit.pack.Position;
import dev.godwit.pack.read.Findings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Names the tables and policies of row-level security that would hide rows from a statement. With
 * {@code row_security = off}, which every session states, the server refuses such a statement.
 */
final class RowSecurity {
  private static final String LACK_OF_RIGHT = "42501";

  private static final String TABLES =
      """
      select n.nspname || '.' || c.relname, c.relname, current_user,
             coalesce(string_agg(p.polname, ', ' order by p.polname), '')
      from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
      left join pg_policy p on p.polrelid = c.oid
      where c.relrowsecurity
      group by n.nspname, c.relname
      order by 1
      """;

  private final Connection connection;

  RowSecurity(Connection connection) {
    this.connection = connection;
  }

  /** True where the error can be one of row-level security. */
  static boolean isRefusal(SQLException e) {
    return LACK_OF_RIGHT.equals(e.getSQLState());
  }

  /**
   * Adds a finding for each protected table that the server's message names.
   *
   * @param message the server's, in whatever language; it quotes the table's name
   * @return true where there was one
   */
  boolean explain(Position at, String message, Findings findings) throws SQLException {
    boolean found = false;
    try (Statement statement = connection.createStatement();
        ResultSet table = statement.executeQuery(TABLES)) {
      while (table.next()) {
        if (names(message, table.getString(2))) {
          found = true;
          findings.add(
              at,
              "every row of %s to be visible to role %s"
                  .formatted(table.getString(1), table.getString(3)),
              table.getString(4).isEmpty()
                  ? "row-level security without a policy, which hides every row"
                  : "row-level security with policy %s, which can hide rows"
                      .formatted(table.getString(4)),
              "let the role see all rows (alter role %s bypassrls), or read as a role that does"
                  .formatted(table.getString(3)));
        }
      }
    }
    return found;
  }

  private static boolean names(String message, String table) {
    for (int at = message.indexOf(table); at >= 0; at = message.indexOf(table, at + 1)) {
      int end = at + table.length();
      boolean begins = at == 0 || !Character.isUnicodeIdentifierPart(message.charAt(at - 1));
      boolean ends =
          end == message.length() || !Character.isUnicodeIdentifierPart(message.charAt(end));
      if (begins && ends) {
        return true;
      }
    }
    return false;
  }
}
