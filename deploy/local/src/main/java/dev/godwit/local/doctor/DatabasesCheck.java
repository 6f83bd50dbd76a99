package dev.godwit.local.doctor;

import dev.godwit.api.Runbook;
import dev.godwit.pack.DatabaseSettings;
import dev.godwit.pack.Packs;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the databases of the packs and of the read model answer, take writes, have connections
 * left, let Godwit's roles write what they must, and keep no forgotten session.
 */
final class DatabasesCheck implements Check {
  private static final double NEARLY_FULL = 0.9;
  private static final int LONG_IDLE_MINUTES = 10;

  @Override
  public String name() {
    return "databases";
  }

  private record Database(String subject, DatabaseSettings settings, TargetPack target) {}

  @Override
  public List<Diagnosis> examine(Installation installation) {
    List<Diagnosis> all = new ArrayList<>();
    for (Database database : databases(installation)) {
      try (Connection connection = database.settings().open()) {
        int before = all.size();
        examine(database, connection, all);
        if (all.size() == before) {
          all.add(Diagnosis.fine(this, database.subject(), "It answers and takes writes."));
        }
      } catch (SQLException e) {
        all.add(refused(database.subject(), e));
      }
    }
    return all;
  }

  private static List<Database> databases(Installation installation) {
    List<Database> databases = new ArrayList<>();
    Packs packs = installation.packs();
    for (SourcePack pack : packs.sources().values()) {
      databases.add(new Database("source " + pack.name(), pack.database(), null));
    }
    for (TargetPack pack : packs.targets().values()) {
      databases.add(new Database("target " + pack.name(), pack.database(), pack));
    }
    databases.add(
        new Database(
            "read model",
            new DatabaseSettings(
                installation.variable("GODWIT_DB_URL"),
                installation.variable("GODWIT_DB_USER"),
                "GODWIT_DB_PASSWORD",
                installation::variable),
            null));
    return databases;
  }

  private void examine(Database database, Connection connection, List<Diagnosis> all)
      throws SQLException {
    if (!connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
      all.add(
          Diagnosis.unchecked(
              this,
              database.subject(),
              "It answers; what it allows is known for PostgreSQL only, and this is "
                  + connection.getMetaData().getDatabaseProductName()
                  + "."));
      return;
    }
    readOnly(database, connection, all);
    connections(database, connection, all);
    idle(database, connection, all);
    if (database.target() != null) {
      rights(database, connection, all);
    }
  }

  private void readOnly(Database database, Connection connection, List<Diagnosis> all)
      throws SQLException {
    boolean standby = bool(connection, "select pg_is_in_recovery()");
    boolean readOnly = bool(connection, "select current_setting('transaction_read_only')::boolean");
    if (standby || readOnly) {
      all.add(
          Diagnosis.bad(
                  this,
                  Severity.ERROR,
                  database.subject(),
                  standby
                      ? "It is a standby and takes no writes."
                      : "Its sessions are read-only (default_transaction_read_only).")
              .because(
                  "Freeze, load, enable and thaw write to it; they fail or wait.",
                  standby
                      ? "Point the pack to the primary, or promote this one."
                      : "In a session of another database, such as postgres: alter database … reset default_transaction_read_only, or the same for the role. A run that is held then needs godwit resume CUSTOMER; one that waits continues by itself.",
                  Runbook.TARGET_FULL));
    }
  }

  private void connections(Database database, Connection connection, List<Diagnosis> all)
      throws SQLException {
    long most = number(connection, "select current_setting('max_connections')::bigint");
    long used =
        number(
            connection,
            "select count(*) from pg_stat_activity where backend_type = 'client backend'");
    if (used > most * NEARLY_FULL) {
      all.add(
          Diagnosis.bad(
                  this,
                  Severity.WARNING,
                  database.subject(),
                  "%d of %d connections are in use.".formatted(used, most))
              .because(
                  "A service that gets no connection waits, and so does its run.",
                  "End forgotten sessions, or raise max_connections.",
                  Runbook.DATABASE_DOWN));
    }
  }

  private void idle(Database database, Connection connection, List<Diagnosis> all)
      throws SQLException {
    long idle =
        number(
            connection,
            "select count(*) from pg_stat_activity where state = 'idle in transaction' and datname = current_database() and state_change < now() - interval '%d minutes'"
                .formatted(LONG_IDLE_MINUTES));
    if (idle > 0) {
      all.add(
          Diagnosis.bad(
                  this,
                  Severity.WARNING,
                  database.subject(),
                  "%d sessions have been idle in a transaction for more than %d minutes."
                      .formatted(idle, LONG_IDLE_MINUTES))
              .because(
                  "They can hold locks that freeze, load or purge wait for.",
                  "select pg_terminate_backend(pid) from pg_stat_activity where state = 'idle in transaction' and state_change < now() - interval '%d minutes'"
                      .formatted(LONG_IDLE_MINUTES),
                  Runbook.RETRIABLE_ERROR));
    }
  }

  /** Rights on the tables of the live schema; those that do not exist are the pack check's. */
  private void rights(Database database, Connection connection, List<Diagnosis> all)
      throws SQLException {
    List<String> lacking = new ArrayList<>();
    String schema = database.target().liveSchema();
    for (TargetTable table : database.target().tables()) {
      for (String right : List.of("select", "insert", "update", "delete")) {
        if (lacks(connection, schema, table.name(), right)) {
          lacking.add(right + " on " + schema + "." + table.name());
        }
      }
    }
    if (!lacking.isEmpty()) {
      all.add(
          Diagnosis.bad(
                  this,
                  Severity.ERROR,
                  database.subject(),
                  "The role %s lacks %s."
                      .formatted(database.settings().user(), String.join(", ", lacking)))
              .because(
                  "A live run would be held at the first write.",
                  "grant %s to %s".formatted(lacking.getFirst(), database.settings().user()),
                  Runbook.PERMISSION_DENIED));
    }
  }

  private static boolean lacks(Connection connection, String schema, String table, String right)
      throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "select c.oid is not null and not has_table_privilege(c.oid, ?::text)"
                + " from (select 1) one left join pg_class c on c.relname = ?::text"
                + " and c.relnamespace = (select oid from pg_namespace where nspname = ?::text)")) {
      query.setString(1, right);
      query.setString(2, table);
      query.setString(3, schema);
      try (ResultSet found = query.executeQuery()) {
        return found.next() && found.getBoolean(1);
      }
    }
  }

  private Diagnosis refused(String subject, SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    boolean login = state.startsWith("28") || state.startsWith("42501");
    return Diagnosis.bad(
            this,
            Severity.ERROR,
            subject,
            Doctor.reason(e).replace("It could not be examined", "It does not answer"))
        .because(
            "Services that need it wait until it answers.",
            login
                ? "Correct the password or the role; the settings name its variable."
                : "godwit up --only postgres; for another database, see that it runs and that its address is right.",
            login ? Runbook.PERMISSION_DENIED : Runbook.DATABASE_DOWN);
  }

  private static boolean bool(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      found.next();
      return found.getBoolean(1);
    }
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      found.next();
      return found.getLong(1);
    }
  }
}
