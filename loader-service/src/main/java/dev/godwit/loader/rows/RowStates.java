package dev.godwit.loader.rows;

import dev.godwit.loader.reference.FoundIds;
import dev.godwit.loader.targetdb.LoadTable;
import dev.godwit.records.Entity;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * Compares each row of a batch with the target: it is there, its key is there with other values, or
 * it is missing. Opens and clicks are compared by their key alone, unless asked otherwise, since
 * the same event may have come live with other values. Changes nothing. Not thread-safe.
 */
final class RowStates {
  private final Connection connection;
  private final EncodedBatch batch;
  private final CopySink sink;
  private final RecordIds ids;
  private final boolean engagementsByValue;
  private final BitSet[] missing;
  private final BitSet[] different;

  RowStates(Connection connection, EncodedBatch batch, boolean engagementsByValue) {
    this.connection = connection;
    this.batch = batch;
    this.sink = new CopySink(connection, batch);
    this.ids = new RecordIds(connection, batch, new FoundIds());
    this.engagementsByValue = engagementsByValue;
    this.missing = new BitSet[batch.target().tableCount()];
    this.different = new BitSet[batch.target().tableCount()];
    Arrays.setAll(missing, table -> new BitSet());
    Arrays.setAll(different, table -> new BitSet());
  }

  /**
   * Compares all records of the batch. Rows that the table's types do not take are missing.
   *
   * @throws SQLException any error that is not a row's
   */
  void find() throws SQLException {
    ids.locate();
    Bisection.load(
        IntStream.range(0, batch.size()).toArray(),
        this::compare,
        (record, why) -> {
          for (int table = 0; table < missing.length; table++) {
            int first = batch.firstRow(record, table);
            missing[table].set(first, first + batch.rows(record, table));
            different[table].clear(first, first + batch.rows(record, table));
          }
        });
  }

  /** Adds the ids of the batch that are known. */
  void addTo(FoundIds found) {
    ids.addTo(found);
  }

  /** Whether the target lacks a record's row of a table, counted from 0. */
  boolean isMissing(int record, int table, int row) {
    return missing[table].get(batch.firstRow(record, table) + row);
  }

  /** Whether the target lacks one of a record's rows. */
  boolean lacks(int record) {
    return any(missing, record);
  }

  /** Whether the target has one of a record's keys with other values. */
  boolean differs(int record) {
    return any(different, record);
  }

  /** Whether the target has a row of this record and table with other values. */
  boolean differs(int record, int table) {
    return anyIn(different, record, table);
  }

  private boolean any(BitSet[] rows, int record) {
    for (int table = 0; table < rows.length; table++) {
      if (anyIn(rows, record, table)) {
        return true;
      }
    }
    return false;
  }

  private boolean anyIn(BitSet[] rows, int record, int table) {
    int first = batch.firstRow(record, table);
    int next = rows[table].nextSetBit(first);
    return next >= 0 && next < first + batch.rows(record, table);
  }

  private void compare(int[] records, int from, int to) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SAVEPOINT godwit_compare");
      try {
        for (int table = 0; table < missing.length; table++) {
          compare(statement, table, records, from, to);
        }
      } finally {
        statement.execute("ROLLBACK TO SAVEPOINT godwit_compare; RELEASE SAVEPOINT godwit_compare");
      }
    }
  }

  private void compare(Statement statement, int table, int[] records, int from, int to)
      throws SQLException {
    int[] numbers = rowNumbers(table, records, from, to);
    if (numbers.length == 0) {
      return;
    }
    LoadTable target = batch.target().table(table);
    if (!target.isWritten()) {
      findUnknown(table, records, from, to);
      return;
    }
    StoredRows.copyAside(statement, sink, target, table, records, from, to);
    try (ResultSet rows = statement.executeQuery(otherRows(target))) {
      while (rows.next()) {
        int number = numbers[(int) rows.getLong(1) - 1];
        (rows.getBoolean(2) ? different : missing)[table].set(number);
      }
    }
    statement.execute("DROP TABLE pg_temp.godwit_rows");
  }

  /** A row that is looked up is there when it was found before. */
  private void findUnknown(int table, int[] records, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!ids.knows(records[i])) {
        int first = batch.firstRow(records[i], table);
        missing[table].set(first, first + batch.rows(records[i], table));
      }
    }
  }

  private int[] rowNumbers(int table, int[] records, int from, int to) {
    return IntStream.range(from, to)
        .flatMap(
            i -> {
              int first = batch.firstRow(records[i], table);
              return IntStream.range(first, first + batch.rows(records[i], table));
            })
        .toArray();
  }

  /** Rows that the target lacks or has with other values, and whether it has their key. */
  private String otherRows(LoadTable target) {
    String sameKey = StoredRows.sameKey(target);
    boolean byKey = target.table().entity().equals(Entity.ENGAGEMENTS) && !engagementsByValue;
    String same = byKey ? sameKey : sameKey + " AND " + StoredRows.sameCells(target);
    return "SELECT p.godwit_row, EXISTS (SELECT 1 FROM %1$s t WHERE %2$s) FROM pg_temp.godwit_rows p WHERE NOT EXISTS (SELECT 1 FROM %1$s t WHERE %3$s)"
        .formatted(target.name(), sameKey, same);
  }
}
