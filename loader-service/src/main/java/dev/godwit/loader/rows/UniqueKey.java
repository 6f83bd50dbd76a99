package dev.godwit.loader.rows;

import dev.godwit.loader.progress.Statements;
import dev.godwit.loader.targetdb.LoadTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A unique index of a table, with its expressions and its predicate. Immutable.
 *
 * @param keys expressions of the index, with their collations, over columns of the table
 * @param predicate rows that are in the index; null for all
 * @param nullsAreEqual whether two rows without a value have the same key
 * @param isDeferrable whether it is tested behind all rows of all tables
 * @param table name of its table; with ONLY where tables can inherit from it, whose rows the index
 *     does not have
 * @param refusal the database's error for a second row of a key
 */
record UniqueKey(
    List<String> keys,
    String predicate,
    boolean nullsAreEqual,
    boolean isDeferrable,
    String table,
    Refusal refusal) {

  /**
   * Indexes whose keys are compared as the database compares values of their types, the oldest
   * first: so they are tested.
   */
  private static final String INDEXES =
      """
      SELECT x.relname, pg_get_expr(i.indpred, i.indrelid),
        coalesce(to_jsonb(i) ->> 'indnullsnotdistinct', 'false') = 'true',
        ARRAY(SELECT '(' || pg_get_indexdef(i.indexrelid, k, false) || ')'
            || coalesce(' COLLATE ' || quote_ident(n.nspname) || '.' || quote_ident(l.collname), '')
          FROM generate_series(1, i.indnkeyatts) k
          JOIN pg_attribute ia ON ia.attrelid = i.indexrelid AND ia.attnum = k
          LEFT JOIN pg_collation l ON l.oid = ia.attcollation
          LEFT JOIN pg_namespace n ON n.oid = l.collnamespace ORDER BY k)::text[],
        ARRAY(SELECT a.attname FROM pg_depend d
          JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = d.refobjsubid
          WHERE d.classid = 'pg_class'::regclass AND d.objid = i.indexrelid
            AND d.refclassid = 'pg_class'::regclass AND d.refobjid = i.indrelid)::text[],
        ARRAY(SELECT a.attname FROM unnest(i.indkey) k
          JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k)::text[],
        NOT i.indimmediate, (SELECT c.relkind = 'r' FROM pg_class c WHERE c.oid = i.indrelid)
      FROM pg_index i
      JOIN pg_class x ON x.oid = i.indexrelid
      JOIN pg_am m ON m.oid = x.relam
      WHERE i.indrelid = to_regclass(?) AND i.indisunique AND i.indisready AND NOT i.indisexclusion
        AND m.amname = 'btree'
        AND (SELECT bool_and(o.opcdefault) FROM unnest(i.indclass) c JOIN pg_opclass o ON o.oid = c)
      ORDER BY i.indexrelid""";

  private record Index(UniqueKey key, List<String> dependsOn, List<String> columns) {}

  /**
   * The unique indexes of a table that depend on the loader's columns alone.
   *
   * @throws SQLException retriable or fatal by its class
   */
  static List<UniqueKey> read(Connection connection, LoadTable table) throws SQLException {
    List<String> written = TableConstraints.names(table);
    return Statements.query(
            connection,
            INDEXES,
            row ->
                new Index(
                    new UniqueKey(
                        texts(row.getArray(4)),
                        row.getString(2),
                        row.getBoolean(3),
                        row.getBoolean(7),
                        row.getBoolean(8) ? "ONLY " + table.name() : table.name(),
                        new Refusal(
                            Refusal.UNIQUE_VIOLATION,
                            table.table().name(),
                            null,
                            row.getString(1))),
                    texts(row.getArray(5)),
                    texts(row.getArray(6))),
            table.name())
        .stream()
        // An index of a constraint depends on the constraint; then its columns tell.
        .filter(
            index -> written.containsAll(index.dependsOn()) && written.containsAll(index.columns()))
        .map(Index::key)
        .toList();
  }

  private static List<String> texts(java.sql.Array array) throws SQLException {
    return List.of((String[]) array.getArray());
  }

  /**
   * Numbers of the rows of a table of new rows whose key a row of the stored table has. Each is
   * looked for in the index, however many rows are stored and whatever is known of the new ones. No
   * index can be asked where nulls are equal; the tables are joined then.
   *
   * @param rows table of new rows, numbered by {@code godwit_row}
   */
  String taken(String rows) {
    String sql =
        nullsAreEqual
            ? "SELECT s.godwit_row FROM (SELECT godwit_row, %s) s WHERE EXISTS (SELECT 1 FROM (SELECT %s) t WHERE %s)"
            : "SELECT s.godwit_row FROM (SELECT godwit_row, %s) s WHERE (SELECT true FROM (SELECT %s) t WHERE %s LIMIT 1)";
    return sql.formatted(from(rows), from(table), same("s", "t"));
  }

  /** Condition that two rows have one key. */
  private String same(String one, String other) {
    return nullsAreEqual
        ? record(one) + " = " + record(other)
        : IntStream.range(0, keys.size())
            .mapToObj(i -> "%1$s.k%2$d = %3$s.k%2$d".formatted(one, i, other))
            .collect(Collectors.joining(" AND "));
  }

  /**
   * The key as one value of type record: nulls of records are equal, and records can be hashed and
   * sorted, which IS NOT DISTINCT FROM cannot. A comparison of two row constructors would be that
   * of their parts, hence the cast.
   */
  private String record(String alias) {
    return IntStream.range(0, keys.size())
        .mapToObj(i -> alias + ".k" + i)
        .collect(Collectors.joining(", ", "ROW(", ")::record"));
  }

  /**
   * Numbers of the new rows that have a key with others of them, and a number of that key, which is
   * that of its first row.
   *
   * @param rows as above
   */
  String repeated(String rows) {
    String all =
        IntStream.range(0, keys.size()).mapToObj(i -> "k" + i).collect(Collectors.joining(", "));
    String noNulls =
        IntStream.range(0, keys.size())
            .mapToObj(i -> "k" + i + " IS NOT NULL")
            .collect(Collectors.joining(" AND "));
    return ("SELECT s.godwit_row, d.same FROM (SELECT godwit_row, %2$s) s"
            + " JOIN (SELECT %1$s, min(godwit_row) AS same FROM (SELECT godwit_row, %2$s) g WHERE %3$s"
            + " GROUP BY %1$s HAVING count(*) > 1) d ON %4$s ORDER BY s.godwit_row")
        .formatted(all, from(rows), nullsAreEqual ? "true" : noNulls, same("s", "d"));
  }

  private String from(String table) {
    String named =
        IntStream.range(0, keys.size())
            .mapToObj(i -> keys.get(i) + " AS k" + i)
            .collect(Collectors.joining(", "));
    return named + " FROM " + table + (predicate == null ? "" : " WHERE (" + predicate + ")");
  }
}
