package dev.godwit.validator.readback;

import dev.godwit.common.v1.RunKind;
import dev.godwit.pack.ColumnType;
import dev.godwit.pack.DatabaseSettings;
import dev.godwit.pack.IdKind;
import dev.godwit.pack.Sql;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.records.Entity;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A server with tables of a target, and their description as a pack has it. */
final class TargetTables implements AutoCloseable {
  private final EmbeddedPostgres postgres;

  TargetTables() throws IOException {
    postgres = EmbeddedPostgres.start();
  }

  Connection open() throws SQLException {
    return postgres.getPostgresDatabase().getConnection();
  }

  static TargetColumn column(String name, ColumnType type) {
    return new TargetColumn(name, name, type, null, true, null);
  }

  static TargetTable table(String name, TargetColumn... columns) {
    String names = String.join(", ", Arrays.stream(columns).map(TargetColumn::name).toList());
    return new TargetTable(
        0,
        Entity.CONTACTS,
        name,
        null,
        List.of(columns),
        List.of("id"),
        "customer",
        new Sql("select 1", "pack.yaml", 1),
        new Sql(
            "select " + names + " from {schema}." + name + " where customer = :customer -- all;",
            "pack.yaml",
            1));
  }

  TargetRows rows(TargetTable table, String customer) throws SQLException {
    return rows(table, customer, "public", RunKind.LIVE);
  }

  TargetRows rows(TargetTable table, String customer, String staging, RunKind kind)
      throws SQLException {
    return rows(table, customer, staging, kind, IdKind.DERIVED);
  }

  TargetRows rows(TargetTable table, String customer, String staging, RunKind kind, IdKind ids)
      throws SQLException {
    Sql none = new Sql("select 1", "pack.yaml", 1);
    TargetPack pack =
        new TargetPack(
            "sample",
            "none",
            new DatabaseSettings("none", "none", "none", name -> null),
            "public",
            staging,
            none,
            none,
            none,
            none,
            List.of(),
            List.of(table),
            Map.of(table.entity(), ids));
    return new TargetRows(open(), pack, kind, customer);
  }

  void execute(String... statements) throws SQLException {
    try (Connection connection = open();
        var statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @Override
  public void close() throws IOException {
    postgres.close();
  }
}
