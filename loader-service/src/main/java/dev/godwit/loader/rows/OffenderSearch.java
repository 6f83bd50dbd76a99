package dev.godwit.loader.rows;

import dev.godwit.loader.targetdb.LoadTable;
import dev.godwit.worker.failure.SqlFailure;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * Finds at once all records of a batch that constraints of the target refuse, after a {@code COPY}
 * of the batch failed. The rows are copied into a temporary table without constraints; each
 * constraint is then tested for all of them by one query. Of records that exclude each other the
 * first that nothing else refuses stays, as where each record is written alone.
 *
 * <p>Contract: a record that is found would be refused, or be held already, where it was written
 * alone behind those before it. Not every such record is found: foreign keys, exclusion constraints
 * and triggers are not tested here. Not thread-safe.
 */
final class OffenderSearch {
  private static final Logger LOG = Logger.getLogger(OffenderSearch.class);
  private static final String ROWS = "pg_temp.godwit_rows";

  private final Connection connection;
  private final EncodedBatch batch;
  private final CopySink sink;

  /** The constraints that each record violates, by position in the batch. */
  private final Map<Integer, List<Found>> found = new HashMap<>();

  /** The keys that a record shares with others of the batch. */
  private final Map<Integer, List<Shared>> shared = new HashMap<>();

  private int keys;

  /**
   * A record that the target refuses.
   *
   * @param refusals every constraint that it violates; first the one that the database names
   * @param byItself whether it is refused whatever other rows there are
   */
  record Offender(int record, List<Refusal> refusals, boolean byItself) {
    /** Whether the database names a unique index, so that the target may hold the record. */
    boolean isDuplicate() {
      return refusals.getFirst().isDuplicate();
    }

    RowLoader.Refused refused() {
      return new RowLoader.Refused(
          record, refusals.getFirst().beside(refusals.subList(1, refusals.size())));
    }
  }

  /**
   * A violation, and when the database would find it.
   *
   * @param table number of the table, or of tables for what is tested behind all of them
   * @param row number of the row among those of the table, from 1
   * @param constraint place among the constraints of the table of that kind
   */
  private record Found(int table, boolean unique, long row, int constraint, Refusal refusal) {
    static final Comparator<Found> ORDER =
        Comparator.comparingInt(Found::table)
            .thenComparing(Found::unique)
            .thenComparingLong(Found::row)
            .thenComparingInt(Found::constraint);
  }

  private record Shared(long key, Found violation) {}

  OffenderSearch(Connection connection, EncodedBatch batch, CopySink sink) {
    this.connection = connection;
    this.batch = batch;
    this.sink = sink;
  }

  /**
   * Finds the offenders among some records, in their order. Nothing stays written.
   *
   * @return none where the constraints cannot be tested at once
   * @throws SQLException retriable or fatal; the transaction cannot go on
   */
  List<Offender> among(int[] records) throws SQLException {
    found.clear();
    shared.clear();
    keys = 0;
    try (Statement statement = connection.createStatement()) {
      statement.execute("SAVEPOINT godwit_offenders");
      try {
        search(statement, records);
      } catch (SQLException e) {
        SqlFailure failure = SqlFailure.classify(e);
        if (failure != SqlFailure.ROW && failure != SqlFailure.RUN) {
          throw e;
        }
        LOG.infof(
            "customer=%s: the constraints of the target cannot be tested for a whole batch (%s); its %d records are written in halves.",
            batch.target().customer(), SqlFailure.describe(e), records.length);
        found.clear();
        shared.clear();
      }
      statement.execute(
          "ROLLBACK TO SAVEPOINT godwit_offenders; RELEASE SAVEPOINT godwit_offenders");
    }
    return offenders(records);
  }

  private void search(Statement statement, int[] records) throws SQLException {
    int tables = batch.target().tableCount();
    TableConstraints[] constraints = new TableConstraints[tables];
    boolean hasTriggers = false;
    for (int table = 0; table < tables; table++) {
      LoadTable target = batch.target().table(table);
      if (target.isWritten() && rows(records, table) > 0) {
        constraints[table] = TableConstraints.read(connection, target);
        hasTriggers |= constraints[table].hasTriggers();
      }
    }
    for (int table = 0; table < tables; table++) {
      if (constraints[table] != null) {
        search(statement, table, constraints[table], !hasTriggers, records);
      }
    }
  }

  private int rows(int[] records, int table) {
    return Arrays.stream(records).map(record -> batch.rows(record, table)).sum();
  }

  /**
   * @param uniques whether unique indexes are tested: a trigger may add or delete rows
   */
  private void search(
      Statement statement, int table, TableConstraints of, boolean uniques, int[] records)
      throws SQLException {
    boolean tested = !of.conditions().isEmpty() || (uniques && !of.uniques().isEmpty());
    if (!tested) {
      return;
    }
    LoadTable target = batch.target().table(table);
    StoredRows.copyAside(statement, sink, target, of.columns(), table, records, 0, records.length);
    int[] recordOfRow = StoredRows.recordOfRow(batch, table, records);
    if (!of.conditions().isEmpty()) {
      conditions(statement, table, of.conditions(), recordOfRow);
    }
    if (uniques) {
      for (int i = 0; i < of.uniques().size(); i++) {
        unique(statement, table, i, of.uniques().get(i), recordOfRow);
      }
    }
    statement.execute("DROP TABLE " + ROWS);
  }

  private void conditions(
      Statement statement,
      int table,
      List<TableConstraints.Condition> conditions,
      int[] recordOfRow)
      throws SQLException {
    String numbers =
        IntStream.range(0, conditions.size())
            .mapToObj(i -> "CASE WHEN %s THEN %d END".formatted(conditions.get(i).sql(), i))
            .collect(Collectors.joining(", "));
    String sql =
        "SELECT godwit_row, violated FROM (SELECT godwit_row, array_remove(ARRAY[%s]::int[], NULL) AS violated FROM %s s OFFSET 0) c WHERE cardinality(violated) > 0"
            .formatted(numbers, ROWS);
    try (ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        long row = rows.getLong(1);
        for (Integer i : (Integer[]) rows.getArray(2).getArray()) {
          add(recordOfRow, new Found(table, false, row, i, conditions.get(i).refusal()));
        }
      }
    }
  }

  private void unique(Statement statement, int table, int number, UniqueKey key, int[] recordOfRow)
      throws SQLException {
    int tested = key.isDeferrable() ? batch.target().tableCount() : table;
    try (ResultSet rows = statement.executeQuery(key.taken(ROWS))) {
      while (rows.next()) {
        add(recordOfRow, new Found(tested, true, rows.getLong(1), number, key.refusal()));
      }
    }
    Map<Long, Integer> numbers = new HashMap<>();
    try (ResultSet rows = statement.executeQuery(key.repeated(ROWS))) {
      while (rows.next()) {
        long row = rows.getLong(1);
        int same = numbers.computeIfAbsent(rows.getLong(2), one -> keys++);
        shared
            .computeIfAbsent(recordOfRow[(int) row - 1], one -> new ArrayList<>())
            .add(new Shared(same, new Found(tested, true, row, number, key.refusal())));
      }
    }
  }

  private void add(int[] recordOfRow, Found violation) {
    found
        .computeIfAbsent(recordOfRow[(int) violation.row() - 1], one -> new ArrayList<>())
        .add(violation);
  }

  /** As the database decides where one record is written after the other. */
  private List<Offender> offenders(int[] records) {
    List<Offender> offenders = new ArrayList<>();
    Set<Long> taken = new HashSet<>();
    for (int record : records) {
      List<Found> violations = new ArrayList<>(found.getOrDefault(record, List.of()));
      boolean byItself = violations.stream().anyMatch(one -> !one.unique());
      Set<Long> own = new HashSet<>();
      for (Shared one : shared.getOrDefault(record, List.of())) {
        if (taken.contains(one.key()) || !own.add(one.key())) {
          violations.add(one.violation());
        }
      }
      if (violations.isEmpty()) {
        taken.addAll(own);
      } else {
        violations.sort(Found.ORDER);
        offenders.add(
            new Offender(
                record, violations.stream().map(Found::refusal).distinct().toList(), byItself));
      }
    }
    return offenders;
  }
}
