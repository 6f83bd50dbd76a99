package dev.godwit.loader.rows;

import dev.godwit.loader.targetdb.Identifier;
import dev.godwit.loader.targetdb.LoadTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Gives rows of the target, found by their key, the values of a batch's rows, behind a savepoint. A
 * row is updated in place, so that rows that refer to it stay. A column that is not compared keeps
 * its value: nothing says that it is wrong, and a trigger may have made it. Not thread-safe.
 */
final class RowReplacer implements Bisection.Sink {
  private final Connection connection;
  private final EncodedBatch batch;
  private final RowStates states;
  private final CopySink sink;

  RowReplacer(Connection connection, EncodedBatch batch, RowStates states) {
    this.connection = connection;
    this.batch = batch;
    this.states = states;
    this.sink = new CopySink(connection, batch);
  }

  @Override
  public void write(int[] records, int from, int to) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SAVEPOINT godwit_replace");
      try {
        for (int table = 0; table < batch.target().tableCount(); table++) {
          replace(statement, table, records, from, to);
        }
        statement.execute("SET CONSTRAINTS ALL IMMEDIATE; RELEASE SAVEPOINT godwit_replace");
      } catch (SQLException e) {
        try {
          statement.execute(
              "ROLLBACK TO SAVEPOINT godwit_replace; RELEASE SAVEPOINT godwit_replace");
        } catch (SQLException second) {
          e.addSuppressed(second);
        }
        throw e;
      }
    }
  }

  private void replace(Statement statement, int table, int[] records, int from, int to)
      throws SQLException {
    LoadTable target = batch.target().table(table);
    List<String> key = target.table().key();
    String values =
        target.table().columns().stream()
            .filter(column -> column.compared() && !key.contains(column.name()))
            .map(column -> Identifier.quote(column.name()))
            .map(name -> name + " = p." + name)
            .collect(Collectors.joining(", "));
    boolean any = false;
    for (int i = from; i < to && !any; i++) {
      any = states.differs(records[i], table);
    }
    if (!any || values.isEmpty()) {
      return;
    }
    StoredRows.copyAside(statement, sink, target, table, records, from, to);
    statement.execute(
        "UPDATE %s t SET %s FROM pg_temp.godwit_rows p WHERE %s AND NOT (%s) AND (%s) IS TRUE"
            .formatted(
                target.name(),
                values,
                StoredRows.sameKey(target),
                StoredRows.sameCells(target),
                batch.target().isOwned(target, "t")));
    statement.execute("DROP TABLE pg_temp.godwit_rows");
  }
}
