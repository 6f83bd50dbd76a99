package dev.godwit.pack.draft;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the catalogue and the statistics of a PostgreSQL database. It reads no table of the
 * database's users, so its cost does not depend on their size. Not thread-safe.
 */
final class DraftCatalogueReader {
  private static final String RELATIONS =
      """
      select n.nspname, c.relname, c.relkind::text, c.reltuples::bigint, c.relispartition,
             has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select'),
             exists (select 1 from pg_depend d
                     where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
      from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = any (?) and c.relkind in ('r', 'p', 'v', 'm', 'f')
      order by n.nspname collate "C", c.relname collate "C"
      """;

  private static final String COLUMNS =
      """
      with recursive walk as (
        select a.attrelid, a.attnum, a.attname, a.attndims, a.atttypid as type_id, a.attnotnull as not_null,
               case when a.attidentity <> '' then 'identity'
                    when a.attgenerated <> '' then 'generated as ' || pg_get_expr(d.adbin, d.adrelid)
                    else 'default ' || pg_get_expr(d.adbin, d.adrelid) end as filled,
               a.attidentity = 'a' or a.attgenerated <> '' as computed,
               format_type(a.atttypid, a.atttypmod) as shown
        from pg_attribute a
        join pg_class c on c.oid = a.attrelid
        join pg_namespace n on n.oid = c.relnamespace
        left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
        where n.nspname = any (?) and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
        union all
        select w.attrelid, w.attnum, w.attname, w.attndims, t.typbasetype, w.not_null or t.typnotnull,
               coalesce(w.filled, 'default ' || t.typdefault), w.computed, w.shown
        from walk w join pg_type t on t.oid = w.type_id
        where t.typtype = 'd'
      )
      select n.nspname, c.relname, w.attname, w.shown, coalesce(e.typname, t.typname),
             coalesce(e.typtype, t.typtype) = 'e', e.oid is not null, w.not_null, w.filled, w.computed,
             array(select l.enumlabel::text from pg_enum l
                   where l.enumtypid = coalesce(e.oid, t.oid) order by l.enumsortorder)
      from walk w
      join pg_class c on c.oid = w.attrelid
      join pg_namespace n on n.oid = c.relnamespace
      join pg_type t on t.oid = w.type_id
      left join pg_type e on e.oid = t.typelem and t.typcategory = 'A' and w.attndims < 2
      where t.typtype <> 'd'
      order by w.attrelid, w.attnum
      """;

  private static final String KEYS =
      """
      select n.nspname, c.relname,
             array(select a.attname::text from unnest(i.indkey::int2[]) with ordinality k(number, place)
                   join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number
                   where k.place <= i.indnkeyatts order by k.place)
      from pg_index i
      join pg_class c on c.oid = i.indrelid
      join pg_class x on x.oid = i.indexrelid
      join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = any (?) and i.indisunique and i.indisvalid and i.indpred is null and i.indexprs is null
      order by not i.indisprimary, i.indnkeyatts, x.relname collate "C"
      """;

  private static final String FOREIGN =
      """
      select n.nspname, c.relname, m.nspname || '.' || t.relname,
             array(select a.attname::text from unnest(f.conkey) with ordinality k(number, place)
                   join pg_attribute a on a.attrelid = f.conrelid and a.attnum = k.number order by k.place),
             array(select a.attname::text from unnest(f.confkey) with ordinality k(number, place)
                   join pg_attribute a on a.attrelid = f.confrelid and a.attnum = k.number order by k.place)
      from pg_constraint f
      join pg_class c on c.oid = f.conrelid
      join pg_namespace n on n.oid = c.relnamespace
      join pg_class t on t.oid = f.confrelid
      join pg_namespace m on m.oid = t.relnamespace
      where f.contype = 'f' and n.nspname = any (?)
      order by cardinality(f.conkey), f.conname collate "C"
      """;

  /** Values only of columns whose names promise a word out of a few, never of personal data. */
  private static final String STATISTICS =
      """
      select s.schemaname, s.tablename, s.attname, s.n_distinct,
             case when s.attname ~* '(kind|type|status|state|event|action|consent|opt_?in)'
                       and s.attname !~* '(name|mail|phone|note|comment|text|url)'
                       and cardinality(s.most_common_vals::text::text[]) <= 30
                  then s.most_common_vals::text::text[] end
      from pg_stats s
      where s.schemaname = any (?)
      order by s.inherited
      """;

  private static final String TRIGGERS =
      """
      select n.nspname, c.relname, (t.tgtype & 7) = 7, p.prosrc
      from pg_trigger t
      join pg_class c on c.oid = t.tgrelid
      join pg_namespace n on n.oid = c.relnamespace
      join pg_proc p on p.oid = t.tgfoid
      where n.nspname = any (?) and not t.tgisinternal and t.tgenabled <> 'D'
      order by n.nspname collate "C", c.relname collate "C", t.tgname collate "C"
      """;

  /** Checks that a column of text is one of a few. */
  private static final String CHECKS =
      """
      select n.nspname, c.relname, a.attname,
             array(select m[1] from regexp_matches(pg_get_expr(k.conbin, k.conrelid), '''([^'']*)''::', 'g') m)
      from pg_constraint k
      join pg_class c on c.oid = k.conrelid
      join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
      where k.contype = 'c' and n.nspname = any (?) and cardinality(k.conkey) = 1
        and pg_get_expr(k.conbin, k.conrelid) ~ '^\\(+"?[[:alnum:]_]+"?\\)?(::[a-z ]+)?\\)* = (ANY|'')'
      """;

  private static final String SCHEMAS =
      """
      select n.nspname from pg_namespace n
      where n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'
        and exists (select 1 from pg_class c where c.relnamespace = n.oid and c.relkind in ('r', 'p'))
      order by n.nspname collate "C"
      """;

  private final Connection connection;

  DraftCatalogueReader(Connection connection) {
    this.connection = connection;
  }

  /** Schemas of users that have a table, sorted. */
  List<String> schemasWithTables() throws SQLException {
    return texts(SCHEMAS);
  }

  /** Whether a schema exists. */
  boolean hasSchema(String name) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select 1 from pg_namespace where nspname = ?")) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        return row.next();
      }
    }
  }

  /** The role of the session. */
  String role() throws SQLException {
    return texts("select current_user").getFirst();
  }

  /** Everything about the schemas. */
  DraftCatalogue read(List<String> schemas) throws SQLException {
    Map<String, Map<String, DraftColumn>> columns = columns(schemas);
    Map<String, List<List<String>>> keys = new TreeMap<>();
    each(KEYS, schemas, row -> add(keys, id(row), strings(row, 3)));
    Map<String, List<DraftLink>> links = new TreeMap<>();
    each(FOREIGN, schemas, row -> add(links, id(row), link(row, columns.get(id(row)))));
    Map<String, DraftTable> tables = new LinkedHashMap<>();
    List<LeftOut> leftOut = new ArrayList<>();
    each(
        RELATIONS,
        schemas,
        row -> {
          String reason = reason(row);
          String id = id(row);
          if (reason == null) {
            tables.put(id, table(row, columns.getOrDefault(id, Map.of()), keys.get(id), links));
          } else if (!reason.isEmpty()) {
            leftOut.add(new LeftOut(id, reason));
          }
        });
    return new DraftCatalogue(
        texts("select current_database()").getFirst(),
        List.copyOf(schemas),
        searchPath(),
        schemasWithTables(),
        tables,
        leftOut);
  }

  private interface Row {
    void read(ResultSet row) throws SQLException;
  }

  private void each(String sql, List<String> schemas, Row read) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setArray(1, connection.createArrayOf("text", schemas.toArray()));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          read.read(rows);
        }
      }
    }
  }

  private List<String> texts(String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      List<String> texts = new ArrayList<>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    }
  }

  private String searchPath() throws SQLException {
    String path = texts("select reset_val from pg_settings where name = 'search_path'").getFirst();
    return path.replace(" ", "").equals("\"$user\",public") ? null : path;
  }

  /** Why the relation is no table to move: null where it is one, empty where it needs no word. */
  private static String reason(ResultSet row) throws SQLException {
    if (!Names.isPrintable(row.getString(2))) {
      return "its name has a control character; rename it, or make a view and write the entity by hand";
    }
    if (row.getBoolean(7)) {
      return "it belongs to an extension";
    }
    return switch (row.getString(3)) {
      case "v", "m" ->
          "a view: its tables are moved; name it in a query where you need what it computes";
      case "f" ->
          "a foreign table: its rows are in another database, which needs a pack of its own";
      default -> {
        if (row.getBoolean(5)) {
          yield "";
        }
        yield row.getBoolean(6)
            ? null
            : "the user may not read it: grant usage on schema %s, and select on %s.%s"
                .formatted(
                    Names.sql(row.getString(1)),
                    Names.sql(row.getString(1)),
                    Names.sql(row.getString(2)));
      }
    };
  }

  private static DraftTable table(
      ResultSet row,
      Map<String, DraftColumn> columns,
      List<List<String>> uniques,
      Map<String, List<DraftLink>> links)
      throws SQLException {
    List<List<String>> all = uniques == null ? List.of() : uniques;
    List<List<String>> keys =
        all.stream()
            .filter(
                key ->
                    key.stream().allMatch(c -> columns.containsKey(c) && columns.get(c).notNull()))
            .toList();
    return new DraftTable(
        row.getString(1),
        row.getString(2),
        row.getLong(4),
        columns,
        keys,
        all,
        List.copyOf(links.getOrDefault(id(row), List.of())));
  }

  private Map<String, Map<String, DraftColumn>> columns(List<String> schemas) throws SQLException {
    Map<String, Double> distinct = new TreeMap<>();
    Map<String, List<String>> values = new TreeMap<>();
    each(
        STATISTICS,
        schemas,
        row -> {
          String column = id(row) + "." + row.getString(3);
          distinct.put(column, row.getDouble(4));
          List<String> common = strings(row, 5);
          values.put(column, common.stream().filter(Names::isPrintable).sorted().toList());
        });
    Map<String, List<String>> checked = new TreeMap<>();
    each(CHECKS, schemas, row -> checked.put(id(row) + "." + row.getString(3), strings(row, 4)));
    TriggerTexts triggers = new TriggerTexts();
    each(TRIGGERS, schemas, row -> triggers.add(id(row), row.getBoolean(3), row.getString(4)));
    Map<String, Map<String, DraftColumn>> columns = new TreeMap<>();
    each(
        COLUMNS,
        schemas,
        row -> {
          String column = id(row) + "." + row.getString(3);
          DraftColumn read =
              new DraftColumn(
                  row.getString(3),
                  row.getString(4),
                  row.getString(5),
                  row.getBoolean(6),
                  row.getBoolean(7),
                  row.getBoolean(8),
                  row.getString(9),
                  row.getBoolean(10),
                  strings(row, 11),
                  values.getOrDefault(column, List.of()),
                  distinct.getOrDefault(column, 0.0),
                  triggers.of(id(row), row.getString(3)),
                  checked.getOrDefault(column, List.of()));
          columns.computeIfAbsent(id(row), table -> new LinkedHashMap<>()).put(read.name(), read);
        });
    return columns;
  }

  private static DraftLink link(ResultSet row, Map<String, DraftColumn> columns)
      throws SQLException {
    List<String> from = strings(row, 4);
    boolean notNull = from.stream().allMatch(c -> columns.get(c).notNull());
    return new DraftLink(from, row.getString(3), strings(row, 5), notNull, false);
  }

  private static <T> void add(Map<String, List<T>> map, String key, T value) {
    map.computeIfAbsent(key, k -> new ArrayList<>()).add(value);
  }

  private static String id(ResultSet row) throws SQLException {
    return row.getString(1) + "." + row.getString(2);
  }

  private static List<String> strings(ResultSet row, int column) throws SQLException {
    Array array = row.getArray(column);
    return array == null ? List.of() : List.of((String[]) array.getArray());
  }
}
