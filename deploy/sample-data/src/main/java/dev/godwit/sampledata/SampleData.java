package dev.godwit.sampledata;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Makes the tables of source and target, and customers in the source: any size, in constant memory,
 * the same rows for the same seed. It needs the rights of a superuser, because triggers and foreign
 * keys are off meanwhile. Stateless and thread-safe; each call works on its connection in one
 * transaction and commits it.
 */
public final class SampleData {
  private static final int MAX_TEAMS = 40;
  private static final int CONTACTS_OF_TEAM = 500;
  private static final int MIN_TEAMS = 4;
  private static final String[] TEAM_NAMES = {
    "Press", "press", "Events & Fairs", "Équipe Paris", "Redaktion", "広報"
  };

  private SampleData() {}

  /** Makes the source's tables in the connection's database; nothing where they exist. */
  public static void createSource(Connection connection) throws SQLException {
    Script.inTransaction(
        connection,
        () -> {
          if (!exists(connection, "public.customer")) {
            Script.execute(connection, Script.resource("sample/old-crm.sql"));
          }
          return null;
        });
  }

  /** Makes the target's schemas crm and crm_staging with their tables, where they are missing. */
  public static void createTarget(Connection connection) throws SQLException {
    Script.inTransaction(
        connection,
        () -> {
          for (String schema : List.of("crm", "crm_staging")) {
            if (!exists(connection, schema + ".account")) {
              Script.execute(
                  connection, Script.resource("sample/new-crm.sql").replace("{schema}", schema));
            }
          }
          return null;
        });
  }

  /**
   * Makes a customer in the source.
   *
   * @return counts of its rows, and of those that Godwit must quarantine
   * @throws IllegalArgumentException where the customer exists, or the outlets cannot be used
   */
  public static SampleSummary createCustomer(Connection connection, SampleSpec spec)
      throws SQLException {
    return createCustomer(connection, spec, rows -> {});
  }

  /**
   * As {@link #createCustomer(Connection, SampleSpec)}.
   *
   * @param rowsSoFar receives the number of rows at every 50,000
   */
  public static SampleSummary createCustomer(
      Connection connection, SampleSpec spec, LongConsumer rowsSoFar) throws SQLException {
    return Script.inTransaction(
        connection, () -> create(connection, spec, new Progress(rowsSoFar)));
  }

  /**
   * Adds contacts and changes emails to those that a migration tool loses, merges or trips over
   * without a word: a person entered twice, a placeholder address, a family's, invisible
   * characters, a contact larger than a Kafka record, a newsletter with one message id …
   *
   * @param spec the specification that the customer was made from
   * @param made its summary
   * @return the summary with the cases
   */
  public static SampleSummary addCases(Connection connection, SampleSpec spec, SampleSummary made)
      throws SQLException {
    return Script.inTransaction(
        connection,
        () -> {
          Tally tally = new Tally();
          CaseRows cases = new CaseRows(spec, tally);
          long next = last(connection, "contact", spec) + 1;
          long contacts = cases.addContacts(connection, next);
          contacts += PeopleTwice.add(connection, spec, next + contacts, tally);
          cases.joinEmails(connection, last(connection, "email", spec));
          return tally.addedTo(made, contacts);
        });
  }

  private static long last(Connection connection, String table, SampleSpec spec)
      throws SQLException {
    return count(
        connection,
        "select coalesce(max(id), 0) from " + table + " where customer_id = ?",
        spec.customer());
  }

  /**
   * Gives the last email of a customer that Godwit can migrate a subject of that many characters.
   *
   * @param spec the specification that the customer was made from
   * @return id of the email
   */
  public static String lengthenLastSubject(Connection connection, SampleSpec spec, int characters)
      throws SQLException {
    return Script.inTransaction(
        connection,
        () -> {
          EmailRows emails = new EmailRows(spec, new Ids(0, 0, 0, 0), new Tally());
          long email = spec.emails() - 1;
          while (emails.isBroken(email)) {
            email--;
          }
          String last = "(select max(id) from email where customer_id = ?)";
          String behind = Long.toString(spec.emails() - 1 - email);
          update(
              connection,
              "update email set subject = repeat('x', cast(? as integer)) where id = "
                  + last
                  + " - cast(? as bigint)",
              Integer.toString(characters),
              spec.customer(),
              behind);
          return Long.toString(
              count(
                  connection, "select " + last + " - cast(? as bigint)", spec.customer(), behind));
        });
  }

  /** Deletes a customer of the source with all rows, frozen or not; nothing where it is missing. */
  public static void dropCustomer(Connection connection, String customer) throws SQLException {
    Script.inTransaction(
        connection,
        () -> {
          Script.execute(connection, "set local session_replication_role = replica");
          for (String table : List.of("engagement", "email", "contact", "team")) {
            update(connection, "delete from " + table + " where customer_id = ?", customer);
          }
          update(connection, "delete from customer where id = ?", customer);
          return null;
        });
  }

  private static SampleSummary create(Connection connection, SampleSpec spec, Progress progress)
      throws SQLException {
    if (count(connection, "select count(*) from customer where id = ?", spec.customer()) > 0) {
      throw new IllegalArgumentException(
          "Expected no customer "
              + spec.customer()
              + " in the source, but found one; drop it or choose another id");
    }
    List<Outlets.Outlet> outlets = Outlets.of(spec.outlets());
    int teams = Math.clamp(spec.contacts() / CONTACTS_OF_TEAM, MIN_TEAMS, MAX_TEAMS);
    Ids ids =
        new Ids(
            highest(connection, "team"),
            highest(connection, "contact"),
            highest(connection, "email"),
            highestEngagement(connection));
    count(
        connection,
        "select setval('engagement_id', greatest(cast(? as bigint), 1))",
        Long.toString(ids.engagement(spec.engagements())));
    Tally tally = new Tally();
    Script.execute(connection, "set local session_replication_role = replica");
    update(
        connection, "insert into customer (id, name) values (?, ?)", spec.customer(), spec.name());
    teams(connection, spec, ids, teams);
    EmailRows emails = new EmailRows(spec, ids, tally);
    new ContactRows(spec, ids, teams, outlets, tally).write(connection, progress);
    emails.write(connection, progress);
    new EngagementRows(spec, ids, emails, tally).write(connection, progress);
    return tally.summary(spec, teams);
  }

  private static void teams(Connection connection, SampleSpec spec, Ids ids, int teams)
      throws SQLException {
    try (CopyRows rows = new CopyRows(connection, "team", "id, customer_id, name")) {
      for (int t = 0; t < teams; t++) {
        rows.row(3);
        rows.bigint(ids.team(t));
        rows.text(spec.customer());
        int round = t / TEAM_NAMES.length;
        rows.text(TEAM_NAMES[t % TEAM_NAMES.length] + (round == 0 ? "" : " " + (round + 1)));
      }
      rows.done();
    }
  }

  private static long highest(Connection connection, String table) throws SQLException {
    return Ids.after(count(connection, "select coalesce(max(id), 0) from " + table));
  }

  /** Also above the ids that the tracking has drawn from the sequence. */
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

  /** Reports the number of rows so far at every 50,000. Not thread-safe. */
  static final class Progress {
    private static final long INTERVAL_ROWS = 50_000;

    private final LongConsumer listener;
    private long rows;

    Progress(LongConsumer listener) {
      this.listener = listener;
    }

    void row() {
      rows++;
      if (rows % INTERVAL_ROWS == 0) {
        listener.accept(rows);
      }
    }
  }
}
