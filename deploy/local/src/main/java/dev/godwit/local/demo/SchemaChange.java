package dev.godwit.local.demo;

import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.records.Entity;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * A change of the target's live schema in the middle of a live run, as a colleague's release might
 * make it: what the rehearsal found no longer holds. Not thread-safe.
 */
abstract class SchemaChange {
  private static final long POLL_NANOS = 10_000_000;

  private final LocalDatabases databases;

  SchemaChange(LocalDatabases databases) {
    this.databases = databases;
  }

  /** The statement of the change. */
  abstract String statement();

  /** The statement that undoes it. */
  abstract String undoing();

  /** Whether the change is in the database. */
  abstract boolean isMade();

  final LocalDatabases databases() {
    return databases;
  }

  /**
   * Makes the change on a thread of its own, as soon as the target has rows of the customer.
   *
   * @return to be cancelled where that never happens
   */
  final Future<?> onceRowsAreIn(String customer) {
    return Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory())
        .submit(() -> databases.withTarget(connection -> waitAndChange(connection, customer)));
  }

  private Void waitAndChange(Connection connection, String customer) throws SQLException {
    TargetPack pack = databases.targetPack();
    TargetTable contacts = pack.main(Entity.CONTACTS);
    while (!Thread.currentThread().isInterrupted()) {
      if (databases.targetRows(connection, contacts, customer) > 0) {
        run(connection, statement());
        return null;
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    return null;
  }

  /** Undoes the change, where it was made. */
  final void undo() {
    if (isMade()) {
      databases.withTarget(connection -> run(connection, undoing()));
    }
  }

  private static Void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      return null;
    }
  }

  /** Renames a column of the engagement table: nothing can be loaded into it any more. */
  static SchemaChange rename(LocalDatabases databases) {
    return new Rename(databases);
  }

  /**
   * Shortens the column of the emails' subjects.
   *
   * @param characters its length from then on
   */
  static SchemaChange shorten(LocalDatabases databases, int characters) {
    return new Shorten(databases, characters);
  }

  private static final class Rename extends SchemaChange {
    private static final String SUFFIX = "_renamed";

    private final String schema;
    private final String table;
    private final String column;

    Rename(LocalDatabases databases) {
      super(databases);
      this.schema = databases.targetPack().liveSchema();
      TargetTable engagements = databases.targetPack().main(Entity.ENGAGEMENTS);
      this.table = engagements.name();
      this.column = ordinaryColumn(engagements).name();
    }

    @Override
    String statement() {
      return statement(column, column + SUFFIX);
    }

    @Override
    String undoing() {
      return statement(column + SUFFIX, column);
    }

    private String statement(String from, String to) {
      return "ALTER TABLE %s.%s RENAME COLUMN %s TO %s".formatted(schema, table, from, to);
    }

    @Override
    boolean isMade() {
      return databases()
          .withTarget(
              connection -> {
                try (ResultSet columns =
                    connection.getMetaData().getColumns(null, schema, table, column + SUFFIX)) {
                  return columns.next();
                }
              });
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
              () ->
                  new StepFailedException("Expected an ordinary column in " + table.name() + "."));
    }
  }

  private static final class Shorten extends SchemaChange {
    private static final String COLUMN = "subject";
    private static final int RELEASED_CHARACTERS = 500;

    private final int characters;

    Shorten(LocalDatabases databases, int characters) {
      super(databases);
      this.characters = characters;
    }

    @Override
    String statement() {
      return statement(characters);
    }

    @Override
    String undoing() {
      return statement(RELEASED_CHARACTERS);
    }

    private String statement(int length) {
      return "ALTER TABLE %s ALTER COLUMN %s TYPE varchar(%d)".formatted(table(), COLUMN, length);
    }

    private String table() {
      TargetPack pack = databases().targetPack();
      return pack.liveSchema() + "." + pack.main(Entity.EMAILS).name();
    }

    @Override
    boolean isMade() {
      return databases().withTarget(this::length) < RELEASED_CHARACTERS;
    }

    private int length(Connection connection) throws SQLException {
      TargetPack pack = databases().targetPack();
      try (ResultSet columns =
          connection
              .getMetaData()
              .getColumns(null, pack.liveSchema(), pack.main(Entity.EMAILS).name(), COLUMN)) {
        if (!columns.next()) {
          throw new StepFailedException(
              "Expected the column %s in %s, found none.".formatted(COLUMN, table()));
        }
        return columns.getInt("COLUMN_SIZE");
      }
    }
  }
}
