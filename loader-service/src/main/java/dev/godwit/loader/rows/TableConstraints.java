package dev.godwit.loader.rows;

import dev.godwit.loader.progress.Statements;
import dev.godwit.loader.targetdb.Identifier;
import dev.godwit.loader.targetdb.LoadTable;
import dev.godwit.pack.TargetColumn;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The constraints of a table of the target that can be tested for many rows at once, as the
 * database's catalogue has them now: NOT NULL, checks of the table and of its columns' domains,
 * unique indexes. A constraint that also depends on a column that the loader does not write is left
 * out, and so is everything of a table whose rows a trigger may change before they are written.
 *
 * @param columns definitions of the loader's columns, without domains, for a table of the same rows
 * @param conditions conditions that a row violates a constraint, in the order in which the database
 *     tests them
 * @param uniques unique indexes, in the order in which the database tests them
 * @param hasTriggers whether a trigger, or an unknown one, runs with an insert
 */
record TableConstraints(
    String columns, List<Condition> conditions, List<UniqueKey> uniques, boolean hasTriggers) {
  private static final String CHECK_VIOLATION = "23514";
  private static final String NOT_NULL_VIOLATION = "23502";

  private static final String KIND =
      """
      SELECT c.relkind = 'r',
        EXISTS (SELECT 1 FROM pg_trigger g WHERE g.tgrelid = c.oid AND NOT g.tgisinternal
          AND g.tgenabled <> 'D' AND g.tgtype & 4 <> 0 AND g.tgtype & 3 = 3),
        EXISTS (SELECT 1 FROM pg_trigger g WHERE g.tgrelid = c.oid AND NOT g.tgisinternal
          AND g.tgenabled <> 'D' AND g.tgtype & 4 <> 0)
      FROM pg_class c WHERE c.oid = to_regclass(?)""";

  private static final String COLUMNS =
      """
      WITH RECURSIVE d AS (
        SELECT a.attname, a.attnum, a.attnotnull, t.oid, t.typtype, t.typbasetype, t.typtypmod,
          t.typnotnull, a.atttypmod AS typmod, 0 AS depth
        FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
        WHERE a.attrelid = to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped
        UNION ALL
        SELECT d.attname, d.attnum, d.attnotnull, b.oid, b.typtype, b.typbasetype, b.typtypmod,
          b.typnotnull, d.typtypmod, d.depth + 1
        FROM d JOIN pg_type b ON b.oid = d.typbasetype WHERE d.typtype = 'd')
      SELECT attname, attnotnull, typtype = 'd', typnotnull, depth, format_type(oid, typmod), oid
      FROM d ORDER BY attnum, depth DESC""";

  private static final String DOMAIN_CHECKS =
      """
      SELECT contypid, conname, pg_get_expr(conbin, 0) FROM pg_constraint
      WHERE contype = 'c' AND contypid <> 0
        AND coalesce(to_jsonb(pg_constraint) ->> 'conenforced', 'true') = 'true'
      ORDER BY conname COLLATE "C\"""";

  private static final String CHECKS =
      """
      SELECT c.conname, pg_get_expr(c.conbin, c.conrelid),
        ARRAY(SELECT coalesce(a.attname, '') FROM unnest(c.conkey) k
          LEFT JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k AND k > 0)::text[]
      FROM pg_constraint c
      WHERE c.conrelid = to_regclass(?) AND c.contype = 'c'
        AND coalesce(to_jsonb(c) ->> 'conenforced', 'true') = 'true'
      ORDER BY c.conname COLLATE "C\"""";

  /**
   * A condition on a row {@code s}, true where the row violates a constraint.
   *
   * @param refusal the database's error for such a row
   */
  record Condition(String sql, Refusal refusal) {}

  private record Kind(boolean plain, boolean changesRows, boolean hasTriggers) {}

  private record TypeOfColumn(
      String column,
      boolean notNull,
      boolean domain,
      boolean domainNotNull,
      int depth,
      String type,
      long oid) {}

  private record Check(long domain, String name, String sql, List<String> columns) {}

  /**
   * Reads the constraints of a table.
   *
   * @throws SQLException retriable or fatal by its class
   */
  static TableConstraints read(Connection connection, LoadTable table) throws SQLException {
    List<TypeOfColumn> types = types(connection, table);
    String columns = columns(table, types);
    Kind kind =
        Statements.query(
                connection,
                KIND,
                row -> new Kind(row.getBoolean(1), row.getBoolean(2), row.getBoolean(3)),
                table.name())
            .stream()
            .findFirst()
            .orElse(new Kind(false, true, true));
    if (!kind.plain() || kind.changesRows()) {
      return new TableConstraints(columns, List.of(), List.of(), true);
    }
    List<Condition> conditions = new ArrayList<>(ofDomains(connection, table, types));
    conditions.addAll(notNulls(table, types));
    conditions.addAll(checks(connection, table));
    return new TableConstraints(
        columns, conditions, UniqueKey.read(connection, table), kind.hasTriggers());
  }

  private static List<TypeOfColumn> types(Connection connection, LoadTable table)
      throws SQLException {
    List<String> written = names(table);
    List<TypeOfColumn> types =
        Statements.query(
            connection,
            COLUMNS,
            row ->
                new TypeOfColumn(
                    row.getString(1),
                    row.getBoolean(2),
                    row.getBoolean(3),
                    row.getBoolean(4),
                    row.getInt(5),
                    row.getString(6),
                    row.getLong(7)),
            table.name());
    return types.stream().filter(type -> written.contains(type.column())).toList();
  }

  static List<String> names(LoadTable table) {
    return table.table().columns().stream().map(TargetColumn::name).toList();
  }

  /** Each column as the type below its domains. */
  private static String columns(LoadTable table, List<TypeOfColumn> types) {
    Map<String, TypeOfColumn> base = new HashMap<>();
    types.stream()
        .filter(type -> !type.domain() && type.depth() > 0)
        .forEach(type -> base.put(type.column(), type));
    return names(table).stream()
        .map(
            name -> {
              String quoted = Identifier.quote(name);
              return base.containsKey(name)
                  ? "%s::%s AS %s".formatted(quoted, base.get(name).type(), quoted)
                  : quoted;
            })
        .collect(Collectors.joining(", "));
  }

  /** The innermost domain of a column is tested first. */
  private static List<Condition> ofDomains(
      Connection connection, LoadTable table, List<TypeOfColumn> types) throws SQLException {
    if (types.stream().noneMatch(TypeOfColumn::domain)) {
      return List.of();
    }
    List<Check> checks =
        Statements.query(
            connection,
            DOMAIN_CHECKS,
            row -> new Check(row.getLong(1), row.getString(2), row.getString(3), List.of()));
    List<Condition> conditions = new ArrayList<>();
    List<String> order = names(table);
    types.stream()
        .filter(TypeOfColumn::domain)
        .sorted(Comparator.comparingInt(type -> order.indexOf(type.column())))
        .forEach(
            type -> {
              String column = "s." + Identifier.quote(type.column());
              if (type.domainNotNull()) {
                conditions.add(
                    new Condition(
                        column + " IS NULL",
                        new Refusal(NOT_NULL_VIOLATION, table.name(), type.column(), null)));
              }
              for (Check check : checks) {
                if (check.domain() == type.oid()) {
                  // The catalogue writes the value of the domain as VALUE.
                  conditions.add(
                      new Condition(
                          "(SELECT (%s) IS FALSE FROM (SELECT %s AS value) v)"
                              .formatted(check.sql(), column),
                          new Refusal(CHECK_VIOLATION, table.name(), type.column(), check.name())));
                }
              }
            });
    return conditions;
  }

  private static List<Condition> notNulls(LoadTable table, List<TypeOfColumn> types) {
    return types.stream()
        .filter(type -> type.depth() == 0 && type.notNull())
        .map(
            type ->
                new Condition(
                    "s." + Identifier.quote(type.column()) + " IS NULL",
                    new Refusal(NOT_NULL_VIOLATION, table.table().name(), type.column(), null)))
        .toList();
  }

  private static List<Condition> checks(Connection connection, LoadTable table)
      throws SQLException {
    List<String> written = names(table);
    return Statements.query(
            connection,
            CHECKS,
            row ->
                new Check(
                    0,
                    row.getString(1),
                    row.getString(2),
                    List.of((String[]) row.getArray(3).getArray())),
            table.name())
        .stream()
        .filter(check -> !check.columns().isEmpty() && written.containsAll(check.columns()))
        .map(
            check ->
                new Condition(
                    "(%s) IS FALSE".formatted(check.sql()),
                    new Refusal(CHECK_VIOLATION, table.table().name(), null, check.name())))
        .toList();
  }
}
