package dev.godwit.local.demo;

import dev.godwit.common.v1.Entity;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * Renames a column of the target's live engagement table in the middle of a live run, as a
 * colleague's release might. The rehearsal's findings no longer hold, and the load fails.
 */
final class SchemaChange {
  private static final String SUFFIX = "_renamed";
  private static final long POLL_NANOS = 10_000_000;

  private final LocalDatabases databases;
  private final String table;
  private final String column;

  SchemaChange(LocalDatabases databases) {
    this.databases = databases;
    TargetPack pack = databases.targetPack();
    TargetTable engagements = pack.main(Entity.ENGAGEMENTS);
    this.table = pack.liveSchema() + "." + engagements.name();
    this.column = ordinaryColumn(engagements).name();
  }

  /** The statement that it runs. */
  String statement() {
    return "ALTER TABLE " + table + " RENAME COLUMN " + column + " TO " + column + SUFFIX;
  }

  /**
   * Runs it on a thread of its own, as soon as the target has rows of the customer.
   *
   * @return to be cancelled where that never happens
   */
  Future<?> onceRowsAreIn(String customer) {
    return Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory())
        .submit(() -> databases.withTarget(connection -> waitAndChange(connection, customer)));
  }

  private Void waitAndChange(Connection connection, String customer) throws SQLException {
    TargetPack pack = databases.targetPack();
    TargetTable contacts = pack.main(Entity.CONTACTS);
    String query =
        "SELECT 1 FROM %s.%s WHERE %s = ? LIMIT 1"
            .formatted(pack.liveSchema(), contacts.name(), contacts.customerColumn());
    try (PreparedStatement anyRow = connection.prepareStatement(query)) {
      anyRow.setString(1, customer);
      while (!Thread.currentThread().isInterrupted()) {
        try (ResultSet rows = anyRow.executeQuery()) {
          if (rows.next()) {
            run(connection, statement());
            return null;
          }
        }
        LockSupport.parkNanos(POLL_NANOS);
      }
      return null;
    }
  }

  /** Gives the column its name back, where it was renamed. */
  void undo() {
    boolean renamed =
        databases.withTarget(
            connection -> {
              String schema = databases.targetPack().liveSchema();
              String name = databases.targetPack().main(Entity.ENGAGEMENTS).name();
              try (var columns =
                  connection.getMetaData().getColumns(null, schema, name, column + SUFFIX)) {
                return columns.next();
              }
            });
    if (renamed) {
      execute("ALTER TABLE " + table + " RENAME COLUMN " + column + SUFFIX + " TO " + column);
    }
  }

  private void execute(String sql) {
    databases.withTarget(connection -> run(connection, sql));
  }

  private static Void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      return null;
    }
  }

  /**
   * A column that neither identifies a row nor names its customer, so that the purge still works.
   */
  private static TargetColumn ordinaryColumn(TargetTable table) {
    return table.columns().stream()
        .filter(column -> !table.key().contains(column.name()))
        .filter(column -> !column.name().equals(table.customerColumn()))
        .filter(column -> column.references() == null)
        .reduce((first, second) -> second)
        .orElseThrow(
            () -> new StepFailedException("Expected an ordinary column in " + table.name() + "."));
  }
}
