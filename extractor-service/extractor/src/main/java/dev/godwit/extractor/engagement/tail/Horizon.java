package dev.godwit.extractor.engagement.tail;

import dev.godwit.pack.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The open transactions of the source at one moment.
 *
 * @param now that moment, by the source's clock, in microseconds
 * @param over every transaction that began before this moment has ended; the least long where the
 *     source cannot tell
 * @param next number of the next writing transaction; {@link #UNKNOWN} where the source does not
 *     tell
 * @param oldest lowest number of an open transaction; {@link #UNKNOWN} where the source does not
 *     tell
 */
record Horizon(long now, long over, long next, long oldest) {
  static final long UNKNOWN = Long.MIN_VALUE;

  /** Queries the source in a transaction of its own; the connection commits by itself. */
  static Horizon query(Connection connection, Sql horizon) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(horizon.bind().text());
        ResultSet row = statement.executeQuery()) {
      if (!row.next()) {
        throw new SQLException(
            "Expected one row from 'horizon' at %s line %d, found none; correct the pack."
                .formatted(horizon.file(), horizon.line()),
            "02000");
      }
      boolean numbers = has(row.getMetaData(), "next");
      return new Horizon(
          row.getLong("now"),
          number(row, "over"),
          numbers ? number(row, "next") : UNKNOWN,
          numbers ? number(row, "oldest") : UNKNOWN);
    }
  }

  private static long number(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? UNKNOWN : value;
  }

  private static boolean has(ResultSetMetaData columns, String name) throws SQLException {
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      if (columns.getColumnLabel(i).equals(name)) {
        return true;
      }
    }
    return false;
  }

  /**
   * True where every transaction that could still write a row up to the mark's key has ended: those
   * that were open when the mark was made, or that began within the settle time after it, since
   * keys may be drawn ahead.
   */
  boolean isOver(Mark mark, Duration settle) {
    if (over == UNKNOWN || over <= mark.at() + settle.toNanos() / 1000) {
      return false;
    }
    return mark.next() == UNKNOWN || (oldest != UNKNOWN && oldest >= mark.next());
  }
}
