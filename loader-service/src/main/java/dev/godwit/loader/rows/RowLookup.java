package dev.godwit.loader.rows;

import dev.godwit.loader.progress.Statements;
import dev.godwit.loader.progress.Statements.SqlArray;
import dev.godwit.loader.reference.LookupType;
import dev.godwit.loader.rows.IdUses.LookedUp;
import dev.godwit.loader.targetdb.Identifier;
import dev.godwit.loader.targetdb.LoadTable;
import dev.godwit.loader.targetdb.RunTarget;
import dev.godwit.pack.ColumnType;
import dev.godwit.pack.TargetColumn;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Finds rows of the target by their natural key, those of a batch in one query. Where the table
 * holds the customer or the account, only its rows are found. Stateless.
 */
final class RowLookup {
  private RowLookup() {}

  /**
   * The rows that were found.
   *
   * @param ids id of the row by position of the record; none where not exactly one row was found
   * @param rows number of rows found by position of the record, 2 for several
   */
  record Result(LoadTable table, Map<Integer, String> ids, Map<Integer, Integer> rows) {
    /** Why a record has no id. */
    Refusal refusal(int record) {
      String key = String.join(", ", table.table().key());
      boolean several = rows.getOrDefault(record, 0) > 1;
      return Refusal.lookup(
          table.table().name(),
          "Expected one row of %s with the record's %s, found %s. %s"
              .formatted(
                  table.table().name(),
                  key,
                  several ? "several" : "none",
                  several
                      ? "Name a key in the pack that is unique."
                      : "Add the row to the target, or correct the value in the source."));
    }
  }

  static Result find(
      Connection connection, RunTarget target, LoadTable table, List<LookedUp> records)
      throws SQLException {
    Result result = new Result(table, new HashMap<>(), new HashMap<>());
    List<Object> arrays = new ArrayList<>();
    for (int i = 0; i < table.key().length; i++) {
      int at = i;
      arrays.add(
          new SqlArray(
              "text", Arrays.asList(records.stream().map(one -> one.key().get(at)).toArray())));
    }
    Statements.query(
        connection,
        sql(target, table),
        row -> {
          int record = records.get((int) row.getLong(1) - 1).record();
          if (result.rows().merge(record, 1, Integer::sum) == 1) {
            result.ids().put(record, row.getString(2));
          } else {
            result.ids().remove(record);
          }
          return record;
        },
        arrays.toArray());
    return result;
  }

  private static String sql(RunTarget target, LoadTable table) {
    StringJoiner arrays = new StringJoiner(", ");
    StringJoiner names = new StringJoiner(", ");
    StringJoiner same = new StringJoiner(" AND ");
    for (int i = 0; i < table.key().length; i++) {
      TargetColumn column = table.table().columns().get(table.key()[i]);
      arrays.add("?::text[]");
      names.add("k" + i);
      same.add(equal(column, "k.k" + i));
    }
    if (table.table().customerColumn() != null) {
      same.add(target.isOwned(table, "t"));
    }
    return "SELECT k.n, m.id FROM unnest(%s) WITH ORDINALITY AS k (%s, n) CROSS JOIN LATERAL (SELECT t.%s::text AS id FROM %s t WHERE %s LIMIT 2) AS m"
        .formatted(
            arrays, names, Identifier.quote(table.table().idColumn().name()), table.name(), same);
  }

  private static String equal(TargetColumn column, String key) {
    String name = "t." + Identifier.quote(column.name());
    if (column.type() == ColumnType.CITEXT) {
      return name + " = " + key + "::citext";
    }
    return column.type().isLookedUpByText() && column.type() != ColumnType.TEXT
        ? name + " = " + key + "::" + LookupType.nameOf(column.type())
        : name + "::text = " + key;
  }
}
