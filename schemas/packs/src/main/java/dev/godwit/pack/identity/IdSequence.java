package dev.godwit.pack.identity;

import dev.godwit.common.v1.RunKind;
import dev.godwit.pack.Identifiers;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.records.Entity;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The sequence of the target that draws an entity's ids. Immutable.
 *
 * @param schema its schema
 * @param name its name
 * @param usable whether the session's role may draw from it
 * @param last the number that was drawn last; where none was, that before the first
 */
public record IdSequence(String schema, String name, boolean usable, long last) {
  /** That of an identity, or that which the column's default names. */
  private static final String OF_COLUMN =
      """
      select d.objid from pg_depend d
      where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass and d.deptype = 'i'
        and d.refobjid = c.attrelid and d.refobjsubid = c.attnum
      union all
      select d.refobjid from pg_attrdef f join pg_depend d on d.classid = 'pg_attrdef'::regclass and d.objid = f.oid
      where f.adrelid = c.attrelid and f.adnum = c.attnum and d.refclassid = 'pg_class'::regclass
      """;

  private static final String BY_COLUMN =
      """
      select n.nspname, s.relname, has_sequence_privilege(s.oid, 'USAGE'), coalesce(q.last_value, q.start_value - 1)
      from pg_attribute c
      cross join lateral (%s) d (id)
      join pg_class s on s.oid = d.id and s.relkind = 'S'
      join pg_namespace n on n.oid = s.relnamespace
      left join pg_sequences q on q.schemaname = n.nspname and q.sequencename = s.relname
      where c.attrelid = to_regclass(?) and c.attname = ?
      """
          .formatted(OF_COLUMN);

  private static final String BY_NAME =
      """
      select n.nspname, s.relname, has_sequence_privilege(s.oid, 'USAGE'), coalesce(q.last_value, q.start_value - 1)
      from pg_class s
      join pg_namespace n on n.oid = s.relnamespace
      left join pg_sequences q on q.schemaname = n.nspname and q.sequencename = s.relname
      where s.relkind = 'S' and n.nspname = ? and s.relname = ?
      """;

  /**
   * That of an entity whose ids are generated.
   *
   * @return empty where the target has none
   * @throws SQLException retriable where the database went away
   */
  public static Optional<IdSequence> find(
      Connection connection, TargetPack pack, RunKind kind, Entity entity) throws SQLException {
    TargetTable table = pack.main(entity);
    String schema = pack.schema(kind);
    String named = pack.sequences().get(entity);
    return named != null
        ? find(connection, BY_NAME, schema, named)
        : find(
            connection,
            BY_COLUMN,
            Identifiers.quote(schema) + "." + Identifiers.quote(table.name()),
            table.idColumn().name());
  }

  private static Optional<IdSequence> find(
      Connection connection, String sql, String first, String second) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, first);
      select.setString(2, second);
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.of(
                new IdSequence(
                    row.getString(1), row.getString(2), row.getBoolean(3), row.getLong(4)))
            : Optional.empty();
      }
    }
  }

  /** Its name with schema, as people write it. */
  public String shown() {
    return schema + "." + name;
  }

  /** Its name with schema, quoted. */
  public String quoted() {
    return Identifiers.quote(schema) + "." + Identifiers.quote(name);
  }
}
