package dev.godwit.pack.check;

import dev.godwit.pack.Identifiers;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares what the live and the staging schema demand of the rows of a table beyond the columns'
 * types, which {@link TargetCheck} compares: keys, foreign keys, checks, those of domains among
 * them, unique indexes, triggers, and columns that the pack does not fill. A rehearsal cannot meet
 * what only live demands. Stateless.
 */
public final class SchemaDifferences {
  private static final int LONGEST = 200;

  private static final String DEMANDS =
      """
      with recursive t as (select to_regclass(?) as id),
      domains as (
        select a.attname, y.oid, y.typbasetype
        from pg_attribute a join t on a.attrelid = t.id join pg_type y on y.oid = a.atttypid
        where a.attnum > 0 and not a.attisdropped and y.typtype = 'd'
        union all
        select d.attname, y.oid, y.typbasetype
        from domains d join pg_type y on y.oid = d.typbasetype
        where y.typtype = 'd'
      )
      select pg_get_constraintdef(c.oid)
      from pg_constraint c join t on c.conrelid = t.id
      where c.contype in ('c', 'f', 'p', 'u', 'x')
      union all
      select 'UNIQUE INDEX ' || regexp_replace(pg_get_indexdef(i.indexrelid), '^.*? USING ', 'USING ')
      from pg_index i join t on i.indrelid = t.id
      where i.indisunique and not exists (select 1 from pg_constraint c where c.conindid = i.indexrelid)
      union all
      select regexp_replace(pg_get_triggerdef(g.oid), '^CREATE ', '')
      from pg_trigger g join t on g.tgrelid = t.id
      where not g.tgisinternal and g.tgenabled <> 'D'
      union all
      select 'column ' || d.attname || ' of a domain with ' || pg_get_constraintdef(c.oid)
      from domains d join pg_constraint c on c.contypid = d.oid
      where c.contype = 'c'
      union all
      select 'column ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
             || case when a.attnotnull then ' NOT NULL' else '' end
             || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '')
      from pg_attribute a join t on a.attrelid = t.id
      left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where a.attnum > 0 and not a.attisdropped and a.attname <> all (?)
      order by 1
      """;

  private SchemaDifferences() {}

  /**
   * The differences of a table, one sentence each; empty where staging demands the same as live.
   *
   * @throws SQLException retriable where the database went away, else fatal
   */
  public static List<String> of(Connection connection, TargetPack pack, TargetTable table)
      throws SQLException {
    List<String> live = demands(connection, pack.liveSchema(), table);
    List<String> staging = demands(connection, pack.stagingSchema(), table);
    List<String> differences = new ArrayList<>();
    without(live, staging)
        .forEach(one -> differences.add(pack.stagingSchema() + " lacks " + shown(one)));
    without(staging, live)
        .forEach(one -> differences.add(pack.liveSchema() + " lacks " + shown(one)));
    return differences;
  }

  private static List<String> without(List<String> all, List<String> others) {
    List<String> left = new ArrayList<>(all);
    others.forEach(left::remove);
    return left;
  }

  private static String shown(String demand) {
    return demand.length() <= LONGEST ? demand : demand.substring(0, LONGEST) + "...";
  }

  /** Both schemas' names are left out, so that the same demand has the same text in both. */
  private static List<String> demands(Connection connection, String schema, TargetTable table)
      throws SQLException {
    String quoted = Identifiers.quote(schema);
    try (PreparedStatement statement = connection.prepareStatement(DEMANDS)) {
      statement.setString(1, quoted + "." + Identifiers.quote(table.name()));
      statement.setArray(
          2,
          connection.createArrayOf(
              "text", table.columns().stream().map(column -> column.name()).toArray()));
      List<String> demands = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          demands.add(rows.getString(1).replace(quoted + ".", "").replace(schema + ".", ""));
        }
      }
      return demands;
    }
  }
}
