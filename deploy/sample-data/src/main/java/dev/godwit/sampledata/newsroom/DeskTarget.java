package dev.godwit.sampledata.newsroom;

import dev.godwit.sampledata.Script;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Makes the tables of the support desk, and other accounts in it. Stateless and thread-safe; each
 * call works on its connection in one transaction and commits it.
 */
public final class DeskTarget {
  /** Schema of the live desk. */
  public static final String LIVE = "desk";

  /** Schema of the desk's staging. */
  public static final String STAGING = "desk_staging";

  private static final int FEWEST_PEOPLE = 20;

  private DeskTarget() {}

  /**
   * Makes both schemas with their tables, where they are missing. It needs the right to create the
   * extension citext.
   */
  public static void create(Connection connection) throws SQLException {
    Script.inTransaction(
        connection,
        () -> {
          for (String schema : List.of(LIVE, STAGING)) {
            if (!Script.schemaExists(connection, schema)) {
              Script.execute(
                  connection, Script.resource("newsroom/desk.sql").replace("{schema}", schema));
            }
          }
          return null;
        });
  }

  /**
   * Makes three other accounts in an empty schema, whose ids begin at 1 as a source's do. It needs
   * the rights of a superuser.
   *
   * @param people number of persons of each account, at least 20
   * @throws SQLException where the schema has accounts already
   */
  public static void createOtherAccounts(Connection connection, String schema, int people)
      throws SQLException {
    if (people < FEWEST_PEOPLE) {
      throw new IllegalArgumentException(
          "Expected 20 people or more, but found " + people + "; choose another value");
    }
    Script.inTransaction(
        connection,
        () -> {
          Script.execute(
              connection,
              Script.resource("newsroom/desk-others.sql")
                  .replace("{schema}", schema)
                  .replace("{people}", Integer.toString(people)));
          return null;
        });
  }
}
