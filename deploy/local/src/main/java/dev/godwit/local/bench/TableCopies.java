package dev.godwit.local.bench;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.postgresql.PGConnection;

/**
 * Copies of tables in a schema of their own in the same database, without rows: with all columns,
 * defaults, checks, indexes, primary, unique and foreign keys, as the catalogue describes them, and
 * without triggers. A table that these refer to, and that is not one of them, is copied too, with
 * the rows that the customer's rows refer to and without its own foreign keys. Statements commit
 * one by one. For use by one thread.
 */
final class TableCopies {
  private static final String COLUMNS =
      """
      select attname from pg_attribute
      where attrelid = cast(? as regclass) and attnum > 0 and not attisdropped and attgenerated = ''
      order by attnum
      """;

  /** The definition names tables of the schema without it, since the search path has it alone. */
  private static final String FOREIGN_KEYS =
      """
      select c.conname, t.relname, p.relname, pn.nspname = n.nspname, pg_get_constraintdef(c.oid),
        (select array_agg(a.attname::text order by k.n)
         from unnest(c.conkey) with ordinality k (number, n)
         join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.number),
        (select array_agg(a.attname::text order by k.n)
         from unnest(c.confkey) with ordinality k (number, n)
         join pg_attribute a on a.attrelid = c.confrelid and a.attnum = k.number)
      from pg_constraint c
      join pg_class t on t.oid = c.conrelid
      join pg_namespace n on n.oid = t.relnamespace
      join pg_class p on p.oid = c.confrelid
      join pg_namespace pn on pn.oid = p.relnamespace
      where c.contype = 'f' and n.nspname = ? and t.relname = ?
      order by c.conname
      """;

  private final Connection connection;
  private final String schema;
  private final String copySchema;
  private final List<CustomerTable> tables;

  /**
   * A table with rows of the customer.
   *
   * @param name name without schema
   * @param condition SQL by which a row named {@code t} is the customer's
   */
  record CustomerTable(String name, String condition) {}

  private record ForeignKey(
      String name,
      String table,
      String parent,
      boolean inSchema,
      String definition,
      List<String> columns,
      List<String> parentColumns) {}

  /**
   * @param connection commits by itself; its search path is changed
   * @param schema schema of the tables
   * @param copySchema schema of the copies, which {@link #create} replaces
   * @param tables parents before children
   */
  TableCopies(Connection connection, String schema, String copySchema, List<CustomerTable> tables) {
    this.connection = connection;
    this.schema = schema;
    this.copySchema = copySchema;
    this.tables = List.copyOf(tables);
  }

  /** Makes the copies anew, without rows of the customer. */
  void create() throws SQLException {
    drop();
    execute("create schema " + name(copySchema));
    for (CustomerTable table : tables) {
      createTable(table.name());
    }
    List<ForeignKey> keys = foreignKeys();
    for (String parent : parentsOutside(keys)) {
      createTable(parent);
      fill(parent, keys);
    }
    searchPath(copySchema);
    for (ForeignKey key : keys) {
      execute(
          "alter table %s add constraint %s %s"
              .formatted(copy(key.table), name(key.name), key.definition));
    }
  }

  /** Drops the copies; nothing where there are none. */
  void drop() throws SQLException {
    execute("drop schema if exists " + name(copySchema) + " cascade");
  }

  /** A statement that writes the customer's rows of a table, in the order of their places. */
  String copyOut(CustomerTable table) throws SQLException {
    return "COPY (select %s from %s t where %s) TO STDOUT (FORMAT binary)"
        .formatted(columns(table.name()), original(table.name()), table.condition());
  }

  /** A statement that reads those rows into the copy of the table. */
  String copyIn(CustomerTable table) throws SQLException {
    return "COPY %s (%s) FROM STDIN (FORMAT binary)"
        .formatted(copy(table.name()), columns(table.name()));
  }

  private void createTable(String table) throws SQLException {
    execute("create table %s (like %s including all)".formatted(copy(table), original(table)));
  }

  private Set<String> parentsOutside(List<ForeignKey> keys) {
    Set<String> parents = new LinkedHashSet<>();
    for (ForeignKey key : keys) {
      if (key.inSchema && tables.stream().noneMatch(t -> t.name().equals(key.parent))) {
        parents.add(key.parent);
      }
    }
    return parents;
  }

  private void fill(String parent, List<ForeignKey> keys) throws SQLException {
    String columns = columns(parent);
    for (ForeignKey key : keys) {
      if (key.inSchema && key.parent.equals(parent)) {
        List<String> same = new ArrayList<>();
        for (int i = 0; i < key.columns.size(); i++) {
          same.add(
              "t.%s = p.%s".formatted(name(key.columns.get(i)), name(key.parentColumns.get(i))));
        }
        execute(
            "insert into %s (%s) overriding system value select %s from %s p where exists (select from %s t where %s and %s) on conflict do nothing"
                .formatted(
                    copy(parent),
                    columns,
                    columns,
                    original(parent),
                    original(key.table),
                    condition(key.table),
                    String.join(" and ", same)));
      }
    }
  }

  private String condition(String table) {
    return tables.stream()
        .filter(t -> t.name().equals(table))
        .findFirst()
        .orElseThrow()
        .condition();
  }

  private List<ForeignKey> foreignKeys() throws SQLException {
    searchPath(schema);
    List<ForeignKey> keys = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(FOREIGN_KEYS)) {
      for (CustomerTable table : tables) {
        select.setString(1, schema);
        select.setString(2, table.name());
        try (ResultSet row = select.executeQuery()) {
          while (row.next()) {
            keys.add(
                new ForeignKey(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getBoolean(4),
                    row.getString(5),
                    texts(row.getArray(6)),
                    texts(row.getArray(7))));
          }
        }
      }
    }
    return keys;
  }

  private static List<String> texts(Array array) throws SQLException {
    return Arrays.asList((String[]) array.getArray());
  }

  private String columns(String table) throws SQLException {
    List<String> columns = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(COLUMNS)) {
      select.setString(1, original(table));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          columns.add(name(row.getString(1)));
        }
      }
    }
    return String.join(", ", columns);
  }

  private void searchPath(String only) throws SQLException {
    execute("set search_path to " + name(only));
  }

  private String original(String table) throws SQLException {
    return name(schema) + "." + name(table);
  }

  private String copy(String table) throws SQLException {
    return name(copySchema) + "." + name(table);
  }

  private String name(String identifier) throws SQLException {
    return connection.unwrap(PGConnection.class).escapeIdentifier(identifier);
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
