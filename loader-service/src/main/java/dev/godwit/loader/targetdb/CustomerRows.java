package dev.godwit.loader.targetdb;

import dev.godwit.common.v1.RunKind;
import dev.godwit.common.v1.TableCount;
import dev.godwit.pack.BoundSql;
import dev.godwit.pack.NamedStatement;
import dev.godwit.pack.Sql;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One customer in one schema of the target, through the statements of the pack. Runs in the
 * connection's transaction. Not thread-safe.
 */
final class CustomerRows {
  private final Connection connection;
  private final TargetPack pack;
  private final RunKind kind;
  private final Map<String, String> parameters;

  CustomerRows(Connection connection, TargetPack pack, RunKind kind, String customer) {
    this.connection = connection;
    this.pack = pack;
    this.kind = kind;
    this.parameters = Map.of("customer", customer);
  }

  /** Rows by table, tables without a row included. */
  List<TableCount> count() throws SQLException {
    List<TableCount> counts = new ArrayList<>();
    for (TargetTable table : pack.tables()) {
      counts.add(new TableCount(table.name(), number(table)));
    }
    return counts;
  }

  void prepare() throws SQLException {
    execute(pack.prepare());
  }

  void enable() throws SQLException {
    execute(pack.enable());
  }

  void disable() throws SQLException {
    execute(pack.disable());
  }

  boolean isEnabled() throws SQLException {
    try (PreparedStatement select = bound(pack.isEnabled()).prepare(connection, parameters);
        ResultSet row = select.executeQuery()) {
      return row.next() && row.getBoolean(1);
    }
  }

  /** Deletes all rows of the customer. */
  void purge() throws SQLException {
    for (Sql statement : pack.purge()) {
      execute(statement);
    }
  }

  private long number(TargetTable table) throws SQLException {
    try (PreparedStatement select = bound(table.count()).prepare(connection, parameters);
        ResultSet row = select.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  /** Each statement of the text by itself, since one prepared statement holds one. */
  private void execute(Sql sql) throws SQLException {
    if (sql == null) {
      return;
    }
    for (NamedStatement statement : bound(sql).statement().statements()) {
      try (PreparedStatement prepared = connection.prepareStatement(statement.jdbcText())) {
        int index = 1;
        for (String name : statement.parameters()) {
          prepared.setObject(index++, parameters.get(name));
        }
        prepared.execute();
      }
    }
  }

  private BoundSql bound(Sql sql) {
    return sql.bind(pack.placeholders(kind));
  }
}
