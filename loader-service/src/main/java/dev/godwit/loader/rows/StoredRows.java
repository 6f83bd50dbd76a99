package dev.godwit.loader.rows;

import dev.godwit.loader.targetdb.Identifier;
import dev.godwit.loader.targetdb.LoadTable;
import dev.godwit.pack.ColumnType;
import dev.godwit.pack.TargetColumn;
import dev.godwit.records.Entity;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Finds records whose rows the target holds already. Contacts and emails are compared value by
 * value: loading such a record again changes nothing. Opens and clicks are compared by their key
 * alone, since the same event may arrive twice, by the snapshot and live, with other values. The
 * rows are copied into temporary tables without constraints and compared with the stored ones. Used
 * only after a unique constraint was violated. Not thread-safe.
 */
final class StoredRows {
  /** {@code citext} is equal whatever its case, and an interval of a month is equal to 30 days. */
  private static final Set<ColumnType> EQUAL_THOUGH_DIFFERENT =
      EnumSet.of(ColumnType.CITEXT, ColumnType.INTERVAL);

  private final Connection connection;
  private final EncodedBatch batch;
  private final CopySink sink;

  StoredRows(Connection connection, EncodedBatch batch, CopySink sink) {
    this.connection = connection;
    this.batch = batch;
    this.sink = sink;
  }

  /**
   * Positions in the batch of those of {@code records} that are there already. None where one of
   * them cannot even be compared, for example because a text is too long.
   *
   * @throws SQLException any error that is not a row's
   */
  BitSet among(int[] records) throws SQLException {
    BitSet there = new BitSet();
    for (int record : records) {
      there.set(record);
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("SAVEPOINT godwit_probe");
      try {
        for (int table = 0; table < batch.target().tableCount(); table++) {
          clearMissing(statement, table, records, there);
        }
      } catch (SQLException e) {
        if (!Refusal.isRow(e)) {
          throw e;
        }
        there.clear();
      }
      statement.execute("ROLLBACK TO SAVEPOINT godwit_probe; RELEASE SAVEPOINT godwit_probe");
    }
    return there;
  }

  private void clearMissing(Statement statement, int table, int[] records, BitSet there)
      throws SQLException {
    int[] recordOfRow = recordOfRow(batch, table, records);
    if (recordOfRow.length == 0) {
      return;
    }
    LoadTable target = batch.target().table(table);
    copyAside(statement, sink, target, table, records, 0, records.length);
    try (ResultSet missing = statement.executeQuery(missingRows(target))) {
      while (missing.next()) {
        there.clear(recordOfRow[(int) missing.getLong(1) - 1]);
      }
    }
    statement.execute("DROP TABLE pg_temp.godwit_rows");
  }

  /** Position in the batch of the record of each row that {@link #copyAside} copies, in order. */
  static int[] recordOfRow(EncodedBatch batch, int table, int[] records) {
    return Arrays.stream(records)
        .flatMap(record -> IntStream.generate(() -> record).limit(batch.rows(record, table)))
        .toArray();
  }

  /**
   * Copies the records' rows of a table into {@code pg_temp.godwit_rows}, which has the table's
   * columns, no constraints, and their order as {@code godwit_row}, from 1.
   */
  static void copyAside(
      Statement statement,
      CopySink sink,
      LoadTable target,
      int table,
      int[] records,
      int from,
      int to)
      throws SQLException {
    copyAside(statement, sink, target, target.columnList(), table, records, from, to);
  }

  /**
   * As above.
   *
   * @param columns the table's columns, as other types where a type has constraints
   */
  static void copyAside(
      Statement statement,
      CopySink sink,
      LoadTable target,
      String columns,
      int table,
      int[] records,
      int from,
      int to)
      throws SQLException {
    statement.execute(
        "CREATE TEMPORARY TABLE godwit_rows AS SELECT %s FROM %s LIMIT 0"
            .formatted(columns, target.name()));
    statement.execute(
        "ALTER TABLE pg_temp.godwit_rows ADD COLUMN godwit_row bigint GENERATED ALWAYS AS IDENTITY");
    sink.copy(target.copyInto("pg_temp.godwit_rows"), table, records, from, to);
  }

  /**
   * Condition that rows t and p have the same key. Where the database takes different values as
   * equal, their texts are compared too: else a row would pass for another one, and be replaced by
   * it.
   */
  static String sameKey(LoadTable target) {
    return target.table().keyPositions().stream()
        .map(position -> target.table().columns().get(position))
        .map(StoredRows::sameKey)
        .collect(Collectors.joining(" AND "));
  }

  private static String sameKey(TargetColumn column) {
    String name = Identifier.quote(column.name());
    String same = "t." + name + " = p." + name;
    return EQUAL_THOUGH_DIFFERENT.contains(column.type())
        ? same + " AND t." + name + "::text = p." + name + "::text"
        : same;
  }

  /** Condition that rows t and p have the same values in all columns that are compared. */
  static String sameCells(LoadTable target) {
    return target.table().columns().stream()
        .filter(TargetColumn::compared)
        .map(column -> Identifier.quote(column.name()))
        .map(name -> "t." + name + "::text IS NOT DISTINCT FROM p." + name + "::text")
        .collect(Collectors.joining(" AND "));
  }

  private static String missingRows(LoadTable target) {
    String same =
        target.table().entity().equals(Entity.ENGAGEMENTS)
            ? sameKey(target)
            : sameKey(target) + " AND " + sameCells(target);
    return "SELECT p.godwit_row FROM pg_temp.godwit_rows p WHERE NOT EXISTS (SELECT 1 FROM "
        + target.name()
        + " t WHERE "
        + same
        + ")";
  }
}
