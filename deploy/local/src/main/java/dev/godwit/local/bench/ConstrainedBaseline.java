package dev.godwit.local.bench;

import dev.godwit.common.v1.RunKind;
import dev.godwit.local.bench.TableCopies.CustomerTable;
import dev.godwit.local.demo.LocalDatabases;
import dev.godwit.local.demo.StepFailedException;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.pack.identity.CustomerAccount;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * The limit to compare a migration with: the rows that Godwit wrote into the target, in the order
 * that they lie there, by binary COPY out of files into a copy of the target's tables with all
 * their indexes and constraints, on one connection, table after table. Nothing is read from the
 * source, transformed, checked or resumable, and Godwit's own tables are not written.
 */
final class ConstrainedBaseline {
  private static final String SCHEMA = "godwit_copy_limit";
  private static final int BUFFER_BYTES = 1 << 16;

  /** Of the plans, only a scan from the first page to the last reads rows in their order. */
  private static final List<String> IN_ORDER =
      List.of(
          "set synchronize_seqscans = off",
          "set max_parallel_workers_per_gather = 0",
          "set enable_indexscan = off",
          "set enable_indexonlyscan = off",
          "set enable_bitmapscan = off");

  private final LocalDatabases databases;
  private final Path folder;

  /**
   * @param folder for the rows meanwhile; it is deleted
   */
  ConstrainedBaseline(LocalDatabases databases, Path folder) {
    this.databases = databases;
    this.folder = folder;
  }

  /**
   * The faster of two copies of a committed customer's rows.
   *
   * @param progress receives a line for each
   * @throws StepFailedException where the database fails, or the disk has too little space
   */
  CopyPass fastest(String customer, Consumer<String> progress) {
    try (RowSpool spool = RowSpool.open(folder);
        Connection target = databases.open("TARGET", null)) {
      List<CustomerTable> tables = tables(target, databases.targetPack(), customer);
      TableCopies copies =
          new TableCopies(target, databases.targetPack().liveSchema(), SCHEMA, tables);
      return measured(target, tables, copies, spool, progress);
    } catch (SQLException | IOException e) {
      throw failed(e);
    }
  }

  /** The faster of two copies of the rows of some tables. */
  static CopyPass measured(
      Connection target,
      List<CustomerTable> tables,
      TableCopies copies,
      RowSpool spool,
      Consumer<String> progress)
      throws SQLException, IOException {
    long rows = spool(target, tables, copies, spool);
    progress.accept("%,d rows of the target in %,d bytes".formatted(rows, spool.bytes()));
    try {
      return CopyPass.fastest(() -> pass(target, tables, copies, spool), progress);
    } finally {
      copies.drop();
    }
  }

  private static List<CustomerTable> tables(Connection target, TargetPack pack, String customer)
      throws SQLException {
    String account = CustomerAccount.stored(target, pack, RunKind.LIVE, customer);
    PGConnection quoting = target.unwrap(PGConnection.class);
    List<CustomerTable> tables = new ArrayList<>();
    for (TargetTable table : pack.tables()) {
      if (table.customerColumn() == null) {
        throw new StepFailedException(
            "Expected each table of the target to have a column of the customer, but found none in %s. Use --baseline bare."
                .formatted(table.name()));
      }
      String value = quoting.escapeLiteral(account == null ? customer : account);
      String condition =
          "t.%s = '%s'".formatted(quoting.escapeIdentifier(table.customerColumn()), value);
      if (tables.stream().noneMatch(t -> t.name().equals(table.name()))) {
        tables.add(new CustomerTable(table.name(), condition));
      }
    }
    return tables;
  }

  /** Writes the rows of all tables into the spool, one file each, in the order that they lie in. */
  static long spool(
      Connection target, List<CustomerTable> tables, TableCopies copies, RowSpool spool)
      throws SQLException, IOException {
    for (String setting : IN_ORDER) {
      execute(target, setting);
    }
    long rows = 0;
    for (int i = 0; i < tables.size(); i++) {
      try (OutputStream file = spool.write(i)) {
        rows += copying(target).copyOut(copies.copyOut(tables.get(i)), file);
      }
    }
    // The checks of foreign keys need the usual plans.
    execute(target, "reset all");
    return rows;
  }

  /** Makes the copies of the tables anew, and copies all rows of the spool into them. */
  static CopyPass pass(
      Connection target, List<CustomerTable> tables, TableCopies copies, RowSpool spool) {
    try {
      copies.create();
      execute(target, "reset all");
      List<String> statements = new ArrayList<>();
      for (CustomerTable table : tables) {
        statements.add(copies.copyIn(table));
      }
      execute(target, "CHECKPOINT");
      long rows = 0;
      long begun = System.nanoTime();
      for (int i = 0; i < tables.size(); i++) {
        try (InputStream file = spool.read(i)) {
          rows += copying(target).copyIn(statements.get(i), file, BUFFER_BYTES);
        }
      }
      return new CopyPass(rows, Duration.ofNanos(System.nanoTime() - begun));
    } catch (SQLException | IOException e) {
      throw failed(e);
    }
  }

  private static StepFailedException failed(Exception e) {
    return new StepFailedException("Measuring the copy with constraints: " + e.getMessage(), e);
  }

  private static CopyManager copying(Connection connection) throws SQLException {
    return connection.unwrap(PGConnection.class).getCopyAPI();
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
