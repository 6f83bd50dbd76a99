package dev.godwit.validator.readback;

import dev.godwit.canonical.BucketDigest;
import dev.godwit.canonical.RowDigest;
import dev.godwit.common.v1.RunKind;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.pack.check.SchemaDifferences;
import dev.godwit.pack.identity.CustomerAccount;
import dev.godwit.pack.session.RunSearchPath;
import dev.godwit.pgcopy.CopyFormatException;
import dev.godwit.pgcopy.CopyReader;
import dev.godwit.pgcopy.CopyTuple;
import dev.godwit.pgcopy.RowDecoder;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * The rows of one customer in the target, all in one database snapshot: the transaction is {@code
 * REPEATABLE READ, READ ONLY} and open as long as this object. Memory does not grow with the rows.
 * Not thread-safe, but for {@link #abort()}.
 */
public final class TargetRows implements ActualRows, AutoCloseable {
  private final Connection connection;
  private final TargetPack pack;
  private final RunKind kind;
  private final Map<String, String> parameters;
  private final RowDigest digest = new RowDigest();

  /**
   * Begins the transaction. Closing this closes the connection.
   *
   * @param connection new; closed by this
   * @param pack checked against the catalogue, so that it knows its types
   * @param kind kind of the run, which decides the schema
   * @param customer owner of the rows
   */
  public TargetRows(Connection connection, TargetPack pack, RunKind kind, String customer)
      throws SQLException {
    this.connection = connection;
    this.pack = pack;
    this.kind = kind;
    begin(connection);
    RunSearchPath.inTransaction(connection, pack, kind);
    this.parameters =
        CustomerAccount.parameters(
            customer, CustomerAccount.stored(connection, pack, kind, customer));
  }

  private TargetRows(
      Connection connection, TargetPack pack, RunKind kind, Map<String, String> parameters) {
    this.connection = connection;
    this.pack = pack;
    this.kind = kind;
    this.parameters = parameters;
  }

  private static void begin(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    connection.setReadOnly(true);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
  }

  /**
   * The same rows in the same snapshot by another connection, which another thread may use. The
   * snapshot is shared until this is closed.
   *
   * @param other new, made as this one's; closed by the result, or not at all where this fails
   * @throws SQLException where the database does not share the snapshot
   */
  TargetRows beside(Connection other) throws SQLException {
    String snapshot;
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select pg_export_snapshot()")) {
      row.next();
      snapshot = row.getString(1);
    }
    begin(other);
    try (Statement statement = other.createStatement()) {
      statement.execute("set transaction snapshot " + statement.enquoteLiteral(snapshot));
    }
    RunSearchPath.inTransaction(other, pack, kind);
    return new TargetRows(other, pack, kind, parameters);
  }

  /** Ends the connection at once, from any thread: what is being read by it fails. */
  void abort() throws SQLException {
    connection.abort(Runnable::run);
  }

  /**
   * Digest of all rows of a table.
   *
   * @throws SQLException retriable where the database went away
   * @throws CopyFormatException fatal
   */
  public BucketDigest digest(TargetTable table) throws SQLException {
    BucketDigest buckets = new BucketDigest();
    forEach(table, (keyHash, rowHash, cells) -> buckets.add(keyHash, rowHash));
    return buckets;
  }

  /**
   * The loader's totals of a run's live events, in the same snapshot as the rows.
   *
   * @throws SQLException retriable where the database went away, else fatal
   */
  public LiveTotals live(String runId) throws SQLException {
    return LiveTotals.read(connection, runId);
  }

  /**
   * The customer's rows in a table, by the pack's count statement.
   *
   * @throws SQLException retriable where the database went away, else fatal
   */
  public long count(TargetTable table) throws SQLException {
    String sql = table.count().bind(pack.placeholders(kind)).inline(parameters).strip();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  /**
   * Rehearsal: what only one of the two schemas demands of a table's rows, one sentence each.
   *
   * @throws SQLException retriable where the database went away, else fatal
   */
  public List<String> schemaDifferences(TargetTable table) throws SQLException {
    return comparing(() -> SchemaDifferences.of(connection, pack, table));
  }

  /**
   * Rehearsal: for each unique key of the live table, the rehearsed rows whose values a live row
   * has already.
   *
   * @throws SQLException retriable where the database went away, else fatal
   */
  public Map<String, Long> collisions(TargetTable table) throws SQLException {
    Map<String, Long> rows = new TreeMap<>();
    for (LiveKeys.Collision one :
        comparing(() -> new LiveKeys(connection, pack).collisions(table, readBack(table)))) {
      rows.put(one.key(), one.rows());
    }
    return rows;
  }

  /**
   * The sequences that stand below an id of the run's schema which the source gave.
   *
   * @throws SQLException retriable where the database went away, else fatal
   */
  public List<SequencesBehind.Behind> sequencesBehind() throws SQLException {
    return SequencesBehind.of(connection, pack, pack.schema(kind));
  }

  /**
   * The rows that a foreign key leads to nothing from, where Godwit checks foreign keys.
   *
   * @param visitor receives each of them
   * @return one for each foreign key; none where the database checks them
   * @throws SQLException retriable where the database went away, else fatal
   */
  public List<OrphanRows.Orphans> orphans(OrphanRows.Visitor visitor) throws SQLException {
    return OrphanRows.find(connection, pack, kind, parameters, visitor);
  }

  @FunctionalInterface
  private interface Query<T> {
    T run() throws SQLException;
  }

  /** Both schemas are in the path meanwhile, so that their types and operators are found. */
  private <T> T comparing(Query<T> query) throws SQLException {
    RunSearchPath.toCompare(connection, pack, kind);
    T result = query.run();
    RunSearchPath.inTransaction(connection, pack, kind);
    return result;
  }

  @Override
  public void forEach(TargetTable table, Visitor visitor) throws SQLException {
    int[] key = table.keyPositions().stream().mapToInt(Integer::intValue).toArray();
    RowDecoder decoder = new RowDecoder(table.columns());
    String sql = copyOut(table);
    try (CopyReader rows = CopyReader.open(connection, sql, table.columns().size())) {
      for (CopyTuple row = rows.next(); row != null; row = rows.next()) {
        CopyTuple current = row;
        decoder.digest(row, digest);
        visitor.row(digest.keyHash(key), digest.rowHash(), () -> decoder.cells(current));
      }
    }
  }

  /**
   * COPY of the customer's rows, columns in the pack's order. Texts are cast to text, so that an
   * enumerated value is read as its label, and a padded one without its padding.
   */
  private String copyOut(TargetTable table) {
    StringJoiner selected = new StringJoiner(", ");
    StringJoiner aliases = new StringJoiner(", ", "(", ")");
    for (int i = 0; i < table.columns().size(); i++) {
      boolean text = table.columns().get(i).type().isText();
      selected.add("c" + i + (text ? "::text" : ""));
      aliases.add("c" + i);
    }
    return "COPY (SELECT %s FROM (\n%s\n) AS rows%s) TO STDOUT (FORMAT binary)"
        .formatted(selected, readBack(table), aliases);
  }

  private String readBack(TargetTable table) {
    return table
        .readBack()
        .bind(pack.placeholders(kind))
        .inline(parameters)
        .strip()
        .replaceAll("[;\\s]+$", "");
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
