package dev.godwit.validator.readback;

import dev.godwit.common.v1.RunKind;
import dev.godwit.pack.ForeignKeyChecks;
import dev.godwit.pack.Identifiers;
import dev.godwit.pack.Sql;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.pack.foreignkey.ForeignKey;
import dev.godwit.pack.foreignkey.ForeignKeyCatalogue;
import dev.godwit.pack.identity.CustomerSql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/**
 * The customer's rows whose foreign key leads to no row, where the pack has Godwit check foreign
 * keys in place of the database. One anti-join for each foreign key that the catalogue has, with a
 * column that is written, whatever the loader looks up. Only reads. Memory does not grow with the
 * rows. Stateless.
 */
public final class OrphanRows {
  private static final int FETCHED = 1000;

  /**
   * A foreign key and the rows that violate it.
   *
   * @param reference table and columns
   * @param parent table and columns that they refer to
   * @param rows number of rows that refer to none
   */
  public record Orphans(String reference, String parent, long rows) {}

  /** Receives every row that refers to none. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * One row.
     *
     * @param key key columns as name=value, joined by comma; a value as the target writes it
     * @param columns columns that refer to the row that is not there
     */
    void orphan(TargetTable table, String key, List<String> columns);
  }

  private OrphanRows() {}

  /**
   * Finds them, in a transaction of the connection.
   *
   * @param parameters customer and account
   * @return one for each foreign key, also without such rows; none where the database checks them
   * @throws SQLException retriable where the database went away, else fatal
   */
  static List<Orphans> find(
      Connection connection,
      TargetPack pack,
      RunKind kind,
      Map<String, String> parameters,
      Visitor visitor)
      throws SQLException {
    List<Orphans> found = new ArrayList<>();
    if (pack.foreignKeys() != ForeignKeyChecks.BY_GODWIT) {
      return found;
    }
    List<TargetTable> written = pack.tables().stream().filter(pack::writes).toList();
    for (ForeignKey key : ForeignKeyCatalogue.keys(connection, pack.schema(kind), written)) {
      if (key.isNeverSet()) {
        continue;
      }
      String owned = CustomerSql.condition(pack, key.table(), "c");
      String condition =
          new Sql(owned, "", 1).bind(pack.placeholders(kind)).inline(parameters).strip();
      long rows = list(connection, key, sql(pack.schema(kind), key, condition), visitor);
      found.add(
          new Orphans(
              shown(key.table().name(), key.columns()),
              shown(key.parentTable(), key.parentColumns()),
              rows));
    }
    return found;
  }

  private static String shown(String table, List<String> columns) {
    return table + " (" + String.join(", ", columns) + ")";
  }

  private static String sql(String schema, ForeignKey key, String condition) {
    return "select %s from %s.%s c where %s and (%s) and not exists (select 1 from %s p where %s)"
        .formatted(
            key.table().key().stream()
                .map(column -> "c." + Identifiers.quote(column) + "::text")
                .collect(Collectors.joining(", ")),
            Identifiers.quote(schema),
            Identifiers.quote(key.table().name()),
            key.isSet("c"),
            condition,
            key.parent(),
            key.matches("c", "p"));
  }

  private static long list(Connection connection, ForeignKey key, String sql, Visitor visitor)
      throws SQLException {
    long rows = 0;
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(FETCHED);
      try (ResultSet row = statement.executeQuery(sql)) {
        while (row.next()) {
          rows++;
          visitor.orphan(key.table(), keyText(key.table(), row), key.columns());
        }
      }
    }
    return rows;
  }

  private static String keyText(TargetTable table, ResultSet row) throws SQLException {
    StringJoiner text = new StringJoiner(",");
    for (int i = 0; i < table.key().size(); i++) {
      text.add(table.key().get(i) + "=" + row.getString(i + 1));
    }
    return text.toString();
  }
}
