package dev.godwit.pack.foreignkey;

import dev.godwit.pack.Identifiers;
import dev.godwit.pack.TargetTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The foreign keys of tables, and all else of them that the replication role {@code replica}
 * switches off or on, as the catalogue has it now. Reads no table. Stateless.
 */
public final class ForeignKeyCatalogue {
  /** From this version on a role can be given the right to set one parameter. */
  private static final int GRANTS_ON_PARAMETERS = 15;

  private static final String KEYS =
      """
      select t.n, k.conname, s.nspname, p.relname,
        array(select a.attname::text from unnest(k.conkey) with ordinality u (num, o)
          join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.num order by u.o),
        array(select a.attname::text from unnest(k.confkey) with ordinality u (num, o)
          join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.num order by u.o),
        p.relkind = 'r' and not p.relispartition
          and not exists (select from pg_inherits i where p.oid in (i.inhparent, i.inhrelid)),
        k.conrelid = k.confrelid,
        (k.confmatchtype = 's' or cardinality(k.conkey) = 1)
          and coalesce(to_jsonb(k) ->> 'conperiod', 'false') = 'false',
        array(select a.attname::text from pg_attribute a join pg_type y on y.oid = a.atttypid
          where a.attrelid = k.conrelid and a.attnum = any (k.conkey)
            and not a.atthasdef and a.attidentity = '' and y.typdefault is null),
        has_any_column_privilege(p.oid, 'UPDATE')
      from unnest(cast(? as text[])) with ordinality t (name, n)
      join pg_constraint k on k.conrelid = to_regclass(t.name) and k.contype = 'f'
      join pg_class p on p.oid = k.confrelid
      join pg_namespace s on s.oid = p.relnamespace
      where coalesce(to_jsonb(k) ->> 'conenforced', 'true') = 'true'
      order by t.n, k.conname""";

  private static final String EFFECTS =
      """
      select t.n,
        c.relkind = 'r' and not c.relispartition
          and not exists (select from pg_inherits i where c.oid in (i.inhparent, i.inhrelid)),
        array(select g.tgname::text from pg_trigger g
          where g.tgrelid = c.oid and not g.tgisinternal and g.tgenabled <> 'D' and g.tgtype::int & 4 <> 0
          order by 1),
        array(select r.rulename::text from pg_rewrite r
          where r.ev_class = c.oid and r.ev_type = '3' and r.ev_enabled <> 'D' order by 1),
        array(select k.conname::text from pg_constraint k
          where k.conrelid = c.oid and k.contype in ('p', 'u', 'x') and k.condeferrable order by 1)
      from unnest(cast(? as text[])) with ordinality t (name, n)
      join pg_class c on c.oid = to_regclass(t.name)
      order by t.n""";

  private ForeignKeyCatalogue() {}

  /**
   * Effects of an insert beside foreign keys.
   *
   * @param table the table of the pack
   * @param plain whether it is a table without partitions and inheritance
   * @param triggers names of triggers that can run with an insert
   * @param rules names of rules for inserts
   * @param deferrable names of unique keys and exclusion constraints that can be deferred: internal
   *     triggers check them
   */
  record Effects(
      TargetTable table,
      boolean plain,
      List<String> triggers,
      List<String> rules,
      List<String> deferrable) {}

  /**
   * The foreign keys of tables that the database enforces.
   *
   * @param schema schema that the tables are in
   * @throws SQLException retriable where the database went away, else fatal
   */
  public static List<ForeignKey> keys(
      Connection connection, String schema, List<TargetTable> tables) throws SQLException {
    List<ForeignKey> keys = new ArrayList<>();
    try (PreparedStatement select = select(connection, KEYS, schema, tables);
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        keys.add(
            new ForeignKey(
                tables.get(row.getInt(1) - 1),
                row.getString(2),
                texts(row, 5),
                row.getString(3),
                row.getString(4),
                texts(row, 6),
                new ForeignKey.Traits(
                    row.getBoolean(7),
                    row.getBoolean(8),
                    row.getBoolean(9),
                    texts(row, 10),
                    row.getBoolean(11))));
      }
    }
    return keys;
  }

  /** The other effects of an insert into the tables. */
  static List<Effects> effects(Connection connection, String schema, List<TargetTable> tables)
      throws SQLException {
    List<Effects> effects = new ArrayList<>();
    try (PreparedStatement select = select(connection, EFFECTS, schema, tables);
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        effects.add(
            new Effects(
                tables.get(row.getInt(1) - 1),
                row.getBoolean(2),
                texts(row, 3),
                texts(row, 4),
                texts(row, 5)));
      }
    }
    return effects;
  }

  /**
   * The right to set the replication role.
   *
   * @param role the session's role, quoted
   * @param given whether it has the right
   * @param grantable whether the server's version lets a superuser give it to a role
   */
  record Right(String role, boolean given, boolean grantable) {}

  static Right right(Connection connection) throws SQLException {
    boolean grantable = connection.getMetaData().getDatabaseMajorVersion() >= GRANTS_ON_PARAMETERS;
    String given =
        grantable
            ? "has_parameter_privilege('session_replication_role', 'SET')"
            : "current_setting('is_superuser') = 'on'";
    try (PreparedStatement select =
            connection.prepareStatement("select quote_ident(current_user), " + given);
        ResultSet row = select.executeQuery()) {
      row.next();
      return new Right(row.getString(1), row.getBoolean(2), grantable);
    }
  }

  private static PreparedStatement select(
      Connection connection, String sql, String schema, List<TargetTable> tables)
      throws SQLException {
    PreparedStatement select = connection.prepareStatement(sql);
    try {
      select.setArray(
          1,
          connection.createArrayOf(
              "text",
              tables.stream()
                  .map(table -> Identifiers.quote(schema) + "." + Identifiers.quote(table.name()))
                  .toArray()));
      return select;
    } catch (SQLException e) {
      select.close();
      throw e;
    }
  }

  private static List<String> texts(ResultSet row, int column) throws SQLException {
    return List.of((String[]) row.getArray(column).getArray());
  }
}
