package dev.godwit.validator.readback;

import dev.godwit.pack.IdKind;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The sequences that stand below an id which the source gave: the next row that the target makes
 * itself would get the id of a loaded row. Only reads. Stateless.
 */
public final class SequencesBehind {
  /** The sequences that a column owns or takes its default from, with their positions. */
  private static final String SEQUENCES =
      """
      select s.seqrelid::regclass::text,
        coalesce(pg_sequence_last_value(s.seqrelid::regclass), s.seqstart - s.seqincrement)
      from pg_sequence s
      where s.seqincrement > 0 and has_sequence_privilege(s.seqrelid, 'USAGE, SELECT')
        and s.seqrelid in (
          select d.objid from pg_depend d, pg_attribute a
          where a.attrelid = ?::regclass and a.attname = ?
            and d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass
            and d.refobjid = a.attrelid and d.refobjsubid = a.attnum and d.deptype in ('a', 'i')
          union
          select d.refobjid from pg_attrdef f, pg_attribute a, pg_depend d
          where a.attrelid = ?::regclass and a.attname = ?
            and f.adrelid = a.attrelid and f.adnum = a.attnum
            and d.classid = 'pg_attrdef'::regclass and d.objid = f.oid
            and d.refclassid = 'pg_class'::regclass)
      order by 1""";

  /**
   * A sequence that stands below the highest id.
   *
   * @param column the column, behind its table
   * @param sequence its name, with the schema where the session's path does not find it
   * @param position the last number that it gave; one before its first where it gave none
   * @param highest the highest id in the column
   */
  public record Behind(String column, String sequence, long position, long highest) {}

  private SequencesBehind() {}

  /**
   * Looks at each whole-number column of the pack that keeps the source's id.
   *
   * @param schema the run's schema
   * @throws SQLException retriable where the database went away, else fatal
   */
  static List<Behind> of(Connection connection, TargetPack pack, String schema)
      throws SQLException {
    List<Behind> behind = new ArrayList<>();
    for (TargetTable table : pack.tables()) {
      if (pack.idKind(table.entity()) == IdKind.KEPT && pack.isMain(table)) {
        for (TargetColumn column : table.columns()) {
          if ("id".equals(column.value()) && isWhole(column)) {
            look(connection, schema, table, column, behind);
          }
        }
      }
    }
    return behind;
  }

  private static boolean isWhole(TargetColumn column) {
    return switch (column.type()) {
      case SHORT, INTEGER, LONG -> true;
      default -> false;
    };
  }

  private static void look(
      Connection connection,
      String schema,
      TargetTable table,
      TargetColumn column,
      List<Behind> behind)
      throws SQLException {
    String relation = quoted(schema) + "." + quoted(table.name());
    try (PreparedStatement select = connection.prepareStatement(SEQUENCES)) {
      select.setString(1, relation);
      select.setString(2, column.name());
      select.setString(3, relation);
      select.setString(4, column.name());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          long highest = highest(connection, relation, column.name());
          if (row.getLong(2) < highest) {
            behind.add(
                new Behind(
                    table.name() + "." + column.name(), row.getString(1), row.getLong(2), highest));
          }
        }
      }
    }
  }

  /** The highest number in the column; the least number that there is where it has none. */
  private static long highest(Connection connection, String relation, String column)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("select max(%s) from %s".formatted(quoted(column), relation))) {
      row.next();
      long highest = row.getLong(1);
      return row.wasNull() ? Long.MIN_VALUE : highest;
    }
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
