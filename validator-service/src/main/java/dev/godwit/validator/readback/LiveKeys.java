package dev.godwit.validator.readback;

import dev.godwit.pack.Identifiers;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/**
 * Unique keys of a table of the live schema, primary keys included, and the rehearsed rows whose
 * values another customer's live row has already. The live run would be refused such a row while
 * its customer is frozen. A key with a column that the pack does not fill, or whose ids or accounts
 * the target makes, is left out: the value in the live schema is not known; and so is a table whose
 * rows are looked up, since Godwit writes none. Not thread-safe.
 */
final class LiveKeys {
  private static final String KEYS =
      """
      select c.relname, to_jsonb(i) ->> 'indnullsnotdistinct', pg_get_expr(i.indpred, i.indrelid),
             array(select pg_get_indexdef(i.indexrelid, n, true) from generate_series(1, i.indnkeyatts) n),
             array(select format_type(a.atttypid, a.atttypmod) from pg_attribute a
                   where a.attrelid = i.indexrelid and a.attnum <= i.indnkeyatts order by a.attnum),
             array(select a.attname::text from pg_attribute a
                   where a.attrelid = i.indrelid and a.attnum > 0
                     and (a.attnum = any (i.indkey::smallint[])
                          or exists (select 1 from pg_depend d
                                     where d.classid = 'pg_class'::regclass and d.objid = i.indexrelid
                                       and d.refobjid = i.indrelid and d.refobjsubid = a.attnum)))
      from pg_index i join pg_class c on c.oid = i.indexrelid
      where i.indrelid = to_regclass(?) and i.indisunique and i.indisvalid
      order by 1
      """;

  private final Connection connection;
  private final TargetPack pack;

  LiveKeys(Connection connection, TargetPack pack) {
    this.connection = connection;
    this.pack = pack;
  }

  /**
   * Rehearsed rows that collide in one key.
   *
   * @param key name of the index
   * @param rows how many
   */
  public record Collision(String key, long rows) {}

  /**
   * A unique index.
   *
   * @param nullsEqual whether two NULLs are the same value
   * @param condition rows that it is about; null for all
   * @param parts its columns or expressions
   * @param types their types
   */
  private record Key(
      String name, boolean nullsEqual, String condition, List<String> parts, List<String> types) {
    /** Its parts of the rows of a source, in the types of the index. */
    String select(String source) {
      StringJoiner all = new StringJoiner(", ", "select ", " from " + source);
      for (int i = 0; i < parts.size(); i++) {
        all.add("cast((" + parts.get(i) + ") as " + types.get(i) + ") as k" + i);
      }
      return condition == null ? all.toString() : all + " where " + condition;
    }

    String equal() {
      StringJoiner all = new StringJoiner(" and ");
      for (int i = 0; i < parts.size(); i++) {
        String equal = "s.k%1$d = l.k%1$d".formatted(i);
        all.add(
            nullsEqual ? "(%s or s.k%2$d is null and l.k%2$d is null)".formatted(equal, i) : equal);
      }
      return all.toString();
    }
  }

  /**
   * Counts the collisions of a table.
   *
   * @param rehearsed query of the customer's rows in staging, columns in the pack's order
   * @throws SQLException retriable where the database went away, else fatal
   */
  List<Collision> collisions(TargetTable table, String rehearsed) throws SQLException {
    if (!pack.writes(table)) {
      return List.of();
    }
    String live = Identifiers.quote(pack.liveSchema()) + "." + Identifiers.quote(table.name());
    String columns =
        table.columns().stream()
            .map(column -> Identifiers.quote(column.name()))
            .collect(Collectors.joining(", "));
    String staged = "(\n%s\n) as rehearsed(%s)".formatted(rehearsed, columns);
    List<Collision> collisions = new ArrayList<>();
    for (Key key : keys(table, live)) {
      String sql =
          "select count(*) from (%s) s where exists (select 1 from (%s) l where %s)"
              .formatted(key.select(staged), key.select(live), key.equal());
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery(sql)) {
        row.next();
        collisions.add(new Collision(key.name(), row.getLong(1)));
      }
    }
    return collisions;
  }

  private List<Key> keys(TargetTable table, String live) throws SQLException {
    Set<String> filled =
        table.columns().stream()
            .filter(column -> !column.isTranslated())
            .map(column -> column.name())
            .collect(Collectors.toSet());
    List<Key> keys = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(KEYS)) {
      statement.setString(1, live);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          if (filled.containsAll(texts(row.getArray(6)))) {
            keys.add(
                new Key(
                    row.getString(1),
                    "true".equals(row.getString(2)),
                    row.getString(3),
                    texts(row.getArray(4)),
                    texts(row.getArray(5))));
          }
        }
      }
    }
    return keys;
  }

  private static List<String> texts(Array array) throws SQLException {
    return Arrays.asList((String[]) array.getArray());
  }
}
