package dev.godwit.validator.readback;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * Outcomes of the synthetic live events of a rehearsal that the loader keeps in the target, in the
 * transaction that writes their rows. Stateless.
 */
public final class RehearsedLive {
  private RehearsedLive() {}

  /**
   * Outcome by identity of the event: LOADED, DUPLICATE, or the reason of its quarantine.
   *
   * @throws SQLException retriable where the database went away; fatal where the table that the
   *     loader creates at its start is missing
   */
  public static Map<String, String> read(Connection connection, String runId) throws SQLException {
    Map<String, String> outcomes = new HashMap<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT event_id, outcome FROM godwit.rehearsed_live WHERE run_id = ?")) {
      select.setString(1, runId);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          outcomes.put(row.getString(1), row.getString(2));
        }
      }
    }
    return outcomes;
  }
}
