package dev.godwit.loader.targetdb;

import dev.godwit.common.v1.RunKind;
import dev.godwit.common.v1.TableCount;
import dev.godwit.loader.progress.IdentityStore;
import dev.godwit.pack.BoundSql;
import dev.godwit.pack.NamedStatement;
import dev.godwit.pack.Sql;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.pack.identity.CustomerAccount;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One customer in one schema of the target, through the statements of the pack. Runs in the
 * connection's transaction. Not thread-safe.
 */
final class CustomerRows {
  private static final String IDENTITY = "godwit.identity";

  /**
   * Counts of a purge, of the same tables in the same order.
   *
   * @param before rows that were there
   * @param left rows that are left, counted before the ids are gone by which rows are found
   */
  record Purge(List<TableCount> before, List<TableCount> left) {}

  private final Connection connection;
  private final TargetPack pack;
  private final RunKind kind;
  private final String customer;
  private final Map<String, String> parameters;

  /**
   * @param account the customer's account; null where there is none
   */
  CustomerRows(
      Connection connection, TargetPack pack, RunKind kind, String customer, String account) {
    this.connection = connection;
    this.pack = pack;
    this.kind = kind;
    this.customer = customer;
    this.parameters = CustomerAccount.parameters(customer, account);
  }

  private IdentityStore identities() {
    return new IdentityStore(pack, kind, customer);
  }

  /**
   * Rows by table, tables without a row included; remembered ids are rows too. A table of several
   * entities is one; one whose rows are looked up holds none that Godwit wrote.
   */
  List<TableCount> count() throws SQLException {
    return with(tables());
  }

  private Map<String, Long> tables() throws SQLException {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (TargetTable table : pack.tables()) {
      if (pack.writes(table)) {
        counts.merge(table.name(), number(table), Long::sum);
      }
    }
    return counts;
  }

  private List<TableCount> with(Map<String, Long> counts) throws SQLException {
    if (pack.usesIdentity()) {
      counts.put(IDENTITY, identities().count(connection));
    }
    return counts.entrySet().stream()
        .map(count -> new TableCount(count.getKey(), count.getValue()))
        .toList();
  }

  void prepare() throws SQLException {
    execute(pack.prepare());
    if (pack.usesIdentity()) {
      identities().open(connection);
    }
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

  /**
   * Deletes all rows of the customer, then the ids that they had. Tables of the staging schema that
   * hold no other row are truncated before the pack's statements delete the rest.
   */
  Purge purge() throws SQLException {
    StagingTruncation truncation =
        new StagingTruncation(connection, pack, kind, customer, parameters);
    Optional<Map<String, Long>> truncated = truncation.run(this::tables);
    List<TableCount> before = with(truncated.isPresent() ? truncated.get() : tables());
    for (Sql statement : pack.purge()) {
      execute(statement);
    }
    Map<String, Long> left = tables();
    if (pack.usesIdentity() && left.values().stream().allMatch(rows -> rows == 0)) {
      identities().purge(connection);
    }
    return new Purge(before, with(left));
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
