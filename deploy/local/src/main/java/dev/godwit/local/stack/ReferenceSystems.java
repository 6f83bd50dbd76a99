package dev.godwit.local.stack;

import dev.godwit.sampledata.SampleData;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Makes the empty tables of the reference source and target, where they are missing. Stateless. */
public final class ReferenceSystems {
  private ReferenceSystems() {}

  /**
   * Makes them in two databases, as the superuser of the stack.
   *
   * @param source JDBC URL of the source's database
   * @param target JDBC URL of the target's database
   * @throws StackException where a database does not answer, or refuses a statement
   */
  public static void make(String source, String target) {
    try (Connection atSource = open(source);
        Connection atTarget = open(target)) {
      SampleData.createSource(atSource);
      SampleData.createTarget(atTarget);
    } catch (SQLException e) {
      throw new StackException("Making the tables of source and target: " + e.getMessage(), e);
    }
  }

  private static Connection open(String url) throws SQLException {
    return DriverManager.getConnection(url, PostgresServer.USER, PostgresServer.PASSWORD);
  }
}
