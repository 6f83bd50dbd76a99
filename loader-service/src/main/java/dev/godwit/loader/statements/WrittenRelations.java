package dev.godwit.loader.statements;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The tables and sequences of a schema that the present transaction has written: it holds a lock on
 * each of them that readers do not take. Stateless.
 */
final class WrittenRelations {
  private static final String SELECT =
      """
      select distinct c.relname
      from pg_locks l
      join pg_class c on c.oid = l.relation
      join pg_namespace n on n.oid = c.relnamespace
      where l.pid = pg_backend_pid() and l.locktype = 'relation' and l.granted
        and l.database = (select oid from pg_database where datname = current_database())
        and l.mode in ('RowExclusiveLock', 'ShareUpdateExclusiveLock', 'ShareLock',
          'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
        and c.relkind in ('r', 'p', 'm', 'S') and n.nspname = ?
      order by 1""";

  private WrittenRelations() {}

  static List<String> in(Connection connection, String schema) throws SQLException {
    List<String> names = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(SELECT)) {
      select.setString(1, schema);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          names.add(row.getString(1));
        }
      }
    }
    return names;
  }
}
