package dev.godwit.validator.readback;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** How far the loader has read a topic, as it keeps it in the target with the rows. Stateless. */
public final class LoaderPositions {
  private LoaderPositions() {}

  /**
   * Offset after the last record that the loader read, by partition.
   *
   * @throws SQLException retriable where the database went away; fatal where the tables that the
   *     loader creates at its start are missing
   */
  public static Map<Integer, Long> read(Connection connection, String topic) throws SQLException {
    Map<Integer, Long> positions = new HashMap<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT partition, next_offset FROM godwit.progress WHERE topic = ?")) {
      select.setString(1, topic);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          positions.put(row.getInt(1), row.getLong(2));
        }
      }
    }
    return positions;
  }
}
