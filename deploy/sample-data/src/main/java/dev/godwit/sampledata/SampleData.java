package dev.godwit.sampledata;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Makes the databases of an old and a new CRM, and customers in the old one: any size, in constant
 * memory, the same rows for the same seed. Needs the rights of a superuser, because triggers and
 * foreign keys rest meanwhile. Stateless, thread-safe; each call works on the connection it is
 * given, in one transaction, and commits it.
 */
public final class SampleData {
  private static final int MOST_TEAMS = 40;
  private static final int CONTACTS_A_TEAM = 500;
  private static final int FEWEST_TEAMS = 4;
  private static final String[] TEAM_NAMES = {
    "Press", "press", "Events & Fairs", "Équipe Paris", "Redaktion", "広報"
  };

  private SampleData() {}

  /**
   * Makes the tables of the old CRM in the connection's database; nothing where they are there
   * already.
   */
  public static void createOldCrm(Connection connection) throws SQLException {
    inTransaction(
        connection,
        () -> {
          if (!exists(connection, "public.customer")) {
            execute(connection, resource("old-crm.sql"));
          }
          return null;
        });
  }

  /**
   * Makes the schemas crm and crm_staging with their tables; each is left alone where it is there
   * already.
   */
  public static void createNewCrm(Connection connection) throws SQLException {
    inTransaction(
        connection,
        () -> {
          for (String schema : List.of("crm", "crm_staging")) {
            if (!exists(connection, schema + ".account")) {
              execute(connection, resource("new-crm.sql").replace("{schema}", schema));
            }
          }
          return null;
        });
  }

  /**
   * Makes a customer in the old CRM.
   *
   * @return what was made, and what a move must find
   * @throws IllegalArgumentException where the customer is there already, or the outlets cannot be
   *     used
   */
  public static SampleSummary createCustomer(Connection connection, OldCrm crm)
      throws SQLException {
    return createCustomer(connection, crm, rows -> {});
  }

  /**
   * As {@link #createCustomer(Connection, OldCrm)}; tells now and then how many rows were written.
   */
  public static SampleSummary createCustomer(
      Connection connection, OldCrm crm, LongConsumer rowsSoFar) throws SQLException {
    return inTransaction(connection, () -> create(connection, crm, new Progress(rowsSoFar)));
  }

  /**
   * Deletes a customer of the old CRM with all rows, frozen or not; nothing where it is not there.
   */
  public static void dropCustomer(Connection connection, String customer) throws SQLException {
    inTransaction(
        connection,
        () -> {
          execute(connection, "set local session_replication_role = replica");
          for (String table : List.of("engagement", "email", "contact", "team")) {
            update(connection, "delete from " + table + " where customer_id = ?", customer);
          }
          update(connection, "delete from customer where id = ?", customer);
          return null;
        });
  }

  private static SampleSummary create(Connection connection, OldCrm crm, Progress progress)
      throws SQLException {
    if (count(connection, "select count(*) from customer where id = ?", crm.customer()) > 0) {
      throw new IllegalArgumentException(
          "Expected no customer "
              + crm.customer()
              + " in the old CRM, found one; drop it or choose another id");
    }
    List<Outlet> outlets = Outlets.of(crm.outlets());
    int teams = Math.clamp(crm.contacts() / CONTACTS_A_TEAM, FEWEST_TEAMS, MOST_TEAMS);
    Ids ids =
        new Ids(
            highest(connection, "team"),
            highest(connection, "contact"),
            highest(connection, "email"),
            highestEngagement(connection));
    count(
        connection,
        "select setval('engagement_id', greatest(cast(? as bigint), 1))",
        Long.toString(ids.engagement(crm.engagements())));
    Tally tally = new Tally();
    execute(connection, "set local session_replication_role = replica");
    update(connection, "insert into customer (id, name) values (?, ?)", crm.customer(), crm.name());
    teams(connection, crm, ids, teams);
    EmailRows emails = new EmailRows(crm, ids, tally);
    new ContactRows(crm, ids, teams, outlets, tally).write(connection, progress);
    emails.write(connection, progress);
    new EngagementRows(crm, ids, emails, tally).write(connection, progress);
    return tally.summary(crm, teams);
  }

  private static void teams(Connection connection, OldCrm crm, Ids ids, int teams)
      throws SQLException {
    try (CopyRows rows = new CopyRows(connection, "team", "id, customer_id, name")) {
      for (int t = 0; t < teams; t++) {
        rows.row(3);
        rows.bigint(ids.team(t));
        rows.text(crm.customer());
        int round = t / TEAM_NAMES.length;
        rows.text(TEAM_NAMES[t % TEAM_NAMES.length] + (round == 0 ? "" : " " + (round + 1)));
      }
      rows.done();
    }
  }

  private static long highest(Connection connection, String table) throws SQLException {
    return Ids.after(count(connection, "select coalesce(max(id), 0) from " + table));
  }

  /** Ids that the tracking has drawn and not yet written are used, too. */
  private static long highestEngagement(Connection connection) throws SQLException {
    return Ids.after(
        count(
            connection,
            "select greatest(coalesce((select max(id) from engagement), 0), (select case when is_called then last_value else 0 end from engagement_id))"));
  }

  private static boolean exists(Connection connection, String table) throws SQLException {
    return count(connection, "select count(*) from pg_class where oid = to_regclass(?)", table) > 0;
  }

  private static long count(Connection connection, String sql, String... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      set(statement, parameters);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  private static void update(Connection connection, String sql, String... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      set(statement, parameters);
      statement.executeUpdate();
    }
  }

  private static void set(PreparedStatement statement, String... parameters) throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      statement.setString(i + 1, parameters[i]);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String resource(String name) {
    try (InputStream in = SampleData.class.getResourceAsStream("/godwit/sample/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Expected the resource " + name + " in the jar, found: " + e.getMessage(), e);
    }
  }

  private interface Work<T> {
    T run() throws SQLException;
  }

  private static <T> T inTransaction(Connection connection, Work<T> work) throws SQLException {
    boolean autoCommit = connection.getAutoCommit();
    connection.setAutoCommit(false);
    try {
      T result = work.run();
      connection.commit();
      return result;
    } catch (SQLException | RuntimeException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(autoCommit);
    }
  }
}
