package dev.godwit.pack.check;

import dev.godwit.canonical.SecondDigits;
import dev.godwit.pack.ColumnType;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads PostgreSQL's catalogue. Not thread-safe. */
final class Catalogue {
  private static final Set<String> TIMES = Set.of("timestamp", "timestamptz", "time");
  private static final int INTERVAL_PARTS = 0x7FFF;
  private static final int ALL_DIGITS = 0xFFFF;

  private static final String COLUMNS =
      """
      with recursive walk as (
        select a.attnum, a.attname, a.atttypid as type_id, a.atttypmod as modifier, a.attnotnull as not_null,
               a.atthasdef or a.attidentity <> '' as filled,
               a.attidentity = 'a' or a.attgenerated <> '' as computed, a.attidentity = 'a' as always,
               format_type(a.atttypid, a.atttypmod) as shown, false as is_domain
        from pg_attribute a
        where a.attrelid = cast(? as oid) and a.attnum > 0 and not a.attisdropped
        union all
        select w.attnum, w.attname, t.typbasetype, t.typtypmod, w.not_null or t.typnotnull,
               w.filled or t.typdefault is not null, w.computed, w.always, w.shown, true
        from walk w join pg_type t on t.oid = w.type_id
        where t.typtype = 'd'
      )
      select w.attname, w.modifier, w.not_null, w.filled, w.computed, w.shown, t.typname, t.typtype,
             array(select e.enumlabel::text from pg_enum e where e.enumtypid = t.oid order by e.enumsortorder),
             w.is_domain, t.typname = 'citext' or t.typnamespace = 'pg_catalog'::regnamespace, w.always
      from walk w join pg_type t on t.oid = w.type_id
      where t.typtype <> 'd'
      order by w.attnum
      """;

  private static final String UNIQUE =
      """
      select array(select a.attname::text from pg_attribute a
                   where a.attrelid = i.indrelid and a.attnum = any (i.indkey[0 : i.indnkeyatts - 1]))
      from pg_index i
      where i.indrelid = cast(? as oid) and i.indisunique and i.indisvalid
        and i.indpred is null and i.indexprs is null
      """;

  private static final String FOREIGN =
      """
      select a.attname, t.relname, b.attname
      from pg_constraint c
      join pg_class t on t.oid = c.confrelid
      join pg_class f on f.oid = c.conrelid and f.relnamespace = t.relnamespace
      join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
      join pg_attribute b on b.attrelid = c.confrelid and b.attnum = c.confkey[1]
      where c.contype = 'f' and c.conrelid = cast(? as oid) and cardinality(c.conkey) = 1
      """;

  private static final String RELATION =
      """
      select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = ? and c.relname = ? and c.relkind in ('r', 'p')
      """;

  private static final String TRIGGER_BEFORE_INSERT =
      """
      select 1 from pg_trigger
      where tgrelid = cast(? as oid) and not tgisinternal and tgenabled in ('O', 'A')
        and tgtype::integer & 71 = 7
      """;

  private final Connection connection;

  Catalogue(Connection connection) {
    this.connection = connection;
  }

  /** A table, or nothing where there is no table of that name. Takes no right on its schema. */
  Optional<TableShape> table(String schema, String name) throws SQLException {
    Optional<Long> relation = relation(schema, name);
    if (relation.isEmpty()) {
      return Optional.empty();
    }
    long oid = relation.get();
    return Optional.of(
        new TableShape(
            columns(oid), uniqueKeys(oid), foreignKeys(oid), hasTriggerBeforeInsert(oid)));
  }

  /** Names of the tables of a schema, sorted. */
  List<String> tables(String schema) throws SQLException {
    String sql =
        "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
            + " where n.nspname = ? and c.relkind in ('r', 'p') order by 1";
    return names(sql, schema);
  }

  /** Names of the schemas, without those of the database itself, sorted. */
  List<String> schemas() throws SQLException {
    return names(
        "select nspname from pg_namespace where nspname not like 'pg\\_%' and nspname <> ? order by 1",
        "information_schema");
  }

  private Optional<Long> relation(String schema, String name) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(RELATION)) {
      statement.setString(1, schema);
      statement.setString(2, name);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
      }
    }
  }

  private boolean hasTriggerBeforeInsert(long oid) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(TRIGGER_BEFORE_INSERT)) {
      statement.setLong(1, oid);
      try (ResultSet row = statement.executeQuery()) {
        return row.next();
      }
    }
  }

  private List<String> names(String sql, String parameter) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, parameter);
      List<String> names = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          names.add(rows.getString(1));
        }
      }
      return names;
    }
  }

  private Map<String, ColumnShape> columns(long oid) throws SQLException {
    Map<String, ColumnShape> columns = new LinkedHashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
      statement.setLong(1, oid);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          ColumnShape column = column(rows);
          columns.put(column.name(), column);
        }
      }
    }
    return columns;
  }

  private static ColumnShape column(ResultSet row) throws SQLException {
    int modifier = row.getInt(2);
    String base = row.getString(7);
    boolean enumerated = row.getString(8).equals("e");
    boolean limited = modifier >= 4 && (base.endsWith("varchar") || base.equals("bpchar"));
    boolean known = row.getBoolean(11) && !isPartOfAnInterval(base, modifier);
    return new ColumnShape(
        row.getString(1),
        row.getString(6),
        enumerated ? ColumnType.TEXT : known ? ColumnType.ofName(base).orElse(null) : null,
        limited ? modifier - 4L : null,
        base.equals("bpchar"),
        secondDigits(base, modifier),
        !row.getBoolean(3),
        row.getBoolean(4),
        row.getBoolean(5),
        row.getBoolean(12),
        row.getBoolean(10),
        strings(row.getArray(9)));
  }

  /**
   * Whether the type is {@code interval year to month} and the like, which drops the other parts.
   */
  private static boolean isPartOfAnInterval(String base, int modifier) {
    return base.equals("interval")
        && modifier >= 0
        && ((modifier >> Short.SIZE) & INTERVAL_PARTS) != INTERVAL_PARTS;
  }

  private static Integer secondDigits(String base, int modifier) {
    if (base.equals("interval")) {
      int digits = modifier & ALL_DIGITS;
      return modifier < 0 || digits == ALL_DIGITS ? SecondDigits.MOST : digits;
    }
    if (TIMES.contains(base)) {
      return modifier < 0 ? SecondDigits.MOST : modifier;
    }
    return null;
  }

  private List<Set<String>> uniqueKeys(long oid) throws SQLException {
    List<Set<String>> keys = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(UNIQUE)) {
      statement.setLong(1, oid);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          keys.add(Set.copyOf(strings(rows.getArray(1))));
        }
      }
    }
    return keys;
  }

  private Map<String, TableShape.ForeignKey> foreignKeys(long oid) throws SQLException {
    Map<String, TableShape.ForeignKey> keys = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(FOREIGN)) {
      statement.setLong(1, oid);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          keys.put(
              rows.getString(1), new TableShape.ForeignKey(rows.getString(2), rows.getString(3)));
        }
      }
    }
    return keys;
  }

  private static List<String> strings(Array array) throws SQLException {
    return List.of((String[]) array.getArray());
  }
}
