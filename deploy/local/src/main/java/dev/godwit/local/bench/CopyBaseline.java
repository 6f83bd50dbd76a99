package dev.godwit.local.bench;

import dev.godwit.local.demo.LocalDatabases;
import dev.godwit.local.demo.StepFailedException;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.SourceQuery;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.postgresql.PGConnection;

/**
 * The bare limit to compare a migration with: the rows of the source, piped by binary COPY out of
 * the source into plain tables with primary keys in another database of the same server, table by
 * table. Nothing is transformed, checked or resumable.
 */
final class CopyBaseline {
  private static final String DATABASE = "godwit_copy_limit";
  private static final int PIPE_BYTES = 1 << 20;

  private final LocalDatabases databases;

  CopyBaseline(LocalDatabases databases) {
    this.databases = databases;
  }

  /** Copies once into fresh tables; the database is dropped again. */
  CopyPass run(String customer) {
    try (Connection admin = databases.open("DB", null)) {
      execute(admin, "DROP DATABASE IF EXISTS " + DATABASE + " WITH (FORCE)");
      execute(admin, "CREATE DATABASE " + DATABASE);
      execute(admin, "CHECKPOINT");
      try (Connection source = databases.openSource();
          Connection target = databases.open("DB", DATABASE)) {
        return copyAll(source, target, customer);
      } finally {
        execute(admin, "DROP DATABASE IF EXISTS " + DATABASE + " WITH (FORCE)");
      }
    } catch (SQLException e) {
      throw new StepFailedException("Measuring the plain copy: " + e.getMessage(), e);
    }
  }

  private CopyPass copyAll(Connection source, Connection target, String customer)
      throws SQLException {
    List<String[]> pipes = new ArrayList<>();
    for (SourceEntity entity : databases.sourcePack().entities().values()) {
      for (SourceQuery read : entity.queries()) {
        String query = read.sql().bind().inline(Map.of("customer", customer)).strip();
        String table =
            "copy_" + pipes.size() + "_of_" + entity.entity().name().toLowerCase(Locale.ROOT);
        execute(target, definition(source, query, table, read.key()));
        pipes.add(
            new String[] {
              "COPY (" + query + ") TO STDOUT (FORMAT binary)",
              "COPY " + table + " FROM STDIN (FORMAT binary)"
            });
      }
    }
    long rows = 0;
    long begun = System.nanoTime();
    for (String[] pipe : pipes) {
      rows += copy(source, pipe[0], target, pipe[1]);
    }
    return new CopyPass(rows, Duration.ofNanos(System.nanoTime() - begun));
  }

  private static long copy(Connection source, String out, Connection target, String in)
      throws SQLException {
    try (PipedInputStream read = new PipedInputStream(PIPE_BYTES);
        PipedOutputStream write = new PipedOutputStream(read)) {
      CompletableFuture<Void> reading =
          CompletableFuture.runAsync(
              () -> {
                try (write) {
                  source.unwrap(PGConnection.class).getCopyAPI().copyOut(out, write);
                } catch (SQLException | IOException e) {
                  throw new CompletionException(e);
                }
              });
      long rows = target.unwrap(PGConnection.class).getCopyAPI().copyIn(in, read, 1 << 16);
      reading.join();
      return rows;
    } catch (IOException e) {
      throw new StepFailedException("Piping the plain copy: " + e.getMessage(), e);
    }
  }

  private static String definition(Connection source, String query, String table, List<String> key)
      throws SQLException {
    try (PreparedStatement statement =
        source.prepareStatement("SELECT * FROM (" + query + ") AS of_customer LIMIT 0")) {
      ResultSetMetaData columns = statement.executeQuery().getMetaData();
      List<String> parts = new ArrayList<>();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        parts.add(columns.getColumnName(i) + " " + columns.getColumnTypeName(i));
      }
      parts.add("PRIMARY KEY (" + String.join(", ", key) + ")");
      return "CREATE TABLE " + table + " (" + String.join(", ", parts) + ")";
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
