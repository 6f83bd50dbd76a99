package dev.godwit.loader.targetdb;

import dev.godwit.common.v1.RunKind;
import dev.godwit.loader.progress.Statements;
import dev.godwit.pack.TargetPack;
import dev.godwit.worker.failure.SqlFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Empties tables of the staging schema by {@code TRUNCATE}, whose time does not grow with the rows
 * and which leaves nothing to vacuum. Only tables that {@link StagingTables} finds fit, which is
 * checked again under an exclusive lock, together with their counts. Where anything refuses it, the
 * transaction is as if nothing had been tried, without the locks, and the caller deletes. Never
 * touches the live schema. Runs in the connection's transaction. Not thread-safe.
 */
final class StagingTruncation {
  private static final Logger LOG = Logger.getLogger(StagingTruncation.class);

  /**
   * Longest wait for the lock of one table: an autovacuum that holds it ends itself after {@code
   * deadlock_timeout}, by default a second.
   */
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(3);

  private final Connection connection;
  private final TargetPack pack;
  private final RunKind kind;
  private final String customer;
  private final StagingTables tables;

  /** Counts the customer's rows by table. */
  @FunctionalInterface
  interface Count {
    Map<String, Long> rows() throws SQLException;
  }

  /**
   * @param parameters of the pack's statements about the customer
   */
  StagingTruncation(
      Connection connection,
      TargetPack pack,
      RunKind kind,
      String customer,
      Map<String, String> parameters) {
    this.connection = connection;
    this.pack = pack;
    this.kind = kind;
    this.customer = customer;
    this.tables = new StagingTables(connection, pack, kind, parameters);
  }

  /**
   * Truncates what it may.
   *
   * @param count counts the rows of all tables; called at most once, and under the lock
   * @return what was counted before the tables were truncated; empty where none was
   * @throws SQLException where the connection is lost
   */
  Optional<Map<String, Long>> run(Count count) throws SQLException {
    if (kind != RunKind.REHEARSAL || pack.stagingSchema().equals(pack.liveSchema())) {
      return Optional.empty();
    }
    Savepoint before = connection.setSavepoint();
    Optional<Map<String, Long>> counted;
    try {
      counted = truncate(count);
    } catch (SQLException e) {
      undo(before, e);
      LOG.infof(
          "customer=%s: purging staging by DELETE: expected to truncate its tables, found: %s",
          customer, SqlFailure.describe(e));
      return Optional.empty();
    }
    if (counted.isEmpty()) {
      connection.rollback(before);
    }
    connection.releaseSavepoint(before);
    return counted;
  }

  private void undo(Savepoint before, SQLException e) throws SQLException {
    try {
      connection.rollback(before);
      connection.releaseSavepoint(before);
    } catch (SQLException lost) {
      e.addSuppressed(lost);
      throw e;
    }
  }

  private Optional<Map<String, Long>> truncate(Count count) throws SQLException {
    String timeout = set("lock_timeout", LOCK_TIMEOUT.toMillis() + "ms");
    // A table without statistics looks as if its index were of no use to find others by.
    String scans = set("enable_seqscan", "off");
    StagingTables.Choice choice = tables.choose();
    if (choice.fit().isEmpty()) {
      return byDelete(choice.unfit().toString());
    }
    if (!tables.haveRows(choice.fit())) {
      return Optional.empty();
    }
    execute("LOCK TABLE " + qualified(choice.fit()) + " IN ACCESS EXCLUSIVE MODE");
    if (!tables.choose().fit().equals(choice.fit())) {
      return byDelete("the tables changed while their locks were waited for");
    }
    set("enable_seqscan", scans);
    Map<String, Long> counted = count.rows();
    for (String table : choice.fit()) {
      long total = tables.total(table);
      if (total != counted.get(table)) {
        return byDelete(
            "the pack counts %d of %d rows of %s".formatted(counted.get(table), total, table));
      }
    }
    execute("TRUNCATE " + qualified(choice.fit()));
    set("lock_timeout", timeout);
    LOG.infof(
        "customer=%s: truncated in staging: %s; by DELETE: %s",
        customer, choice.fit(), choice.unfit());
    return Optional.of(counted);
  }

  private Optional<Map<String, Long>> byDelete(String why) {
    LOG.infof("customer=%s: purging staging by DELETE: %s", customer, why);
    return Optional.empty();
  }

  private String qualified(List<String> names) {
    return names.stream().map(tables::qualified).collect(Collectors.joining(", "));
  }

  /** Sets a setting until the transaction ends, or goes back; gives the value of before. */
  private String set(String setting, String value) throws SQLException {
    String before =
        Statements.query(connection, "SELECT current_setting(?)", row -> row.getString(1), setting)
            .getFirst();
    Statements.query(
        connection, "SELECT set_config(?, ?, true)", row -> row.getString(1), setting, value);
    return before;
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
