package dev.godwit.loader.progress;

import dev.godwit.common.v1.Entity;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts that loading has passed: table {@code godwit.cut_passed}. Stateless; all methods run in the
 * connection's transaction.
 */
public final class CutStore {

  /**
   * A cut that was passed in one partition.
   *
   * @param entity entity of the topic it stands in
   * @param partition the partition
   * @param cut number of the cut, from 1
   * @param partitions partitions in which it stands
   */
  public record Passed(Entity entity, int partition, int cut, int partitions) {}

  private CutStore() {}

  /** All cuts that the run has passed, by any instance. */
  public static List<Passed> read(Connection connection, String runId) throws SQLException {
    List<Passed> passed = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT entity, partition, cut, partitions FROM godwit.cut_passed WHERE run_id = ?")) {
      select.setString(1, runId);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          passed.add(
              new Passed(
                  Entity.valueOf(rows.getString(1)),
                  rows.getInt(2),
                  rows.getInt(3),
                  rows.getInt(4)));
        }
      }
    }
    return passed;
  }

  /** Notes cuts; one that is noted already stays. */
  public static void add(Connection connection, String runId, List<Passed> passed)
      throws SQLException {
    if (passed.isEmpty()) {
      return;
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO godwit.cut_passed (run_id, entity, partition, cut, partitions)"
                + " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
      for (Passed cut : passed) {
        insert.setString(1, runId);
        insert.setString(2, cut.entity().name());
        insert.setInt(3, cut.partition());
        insert.setInt(4, cut.cut());
        insert.setInt(5, cut.partitions());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /** Forgets the cuts of a run that has ended. */
  public static void remove(Connection connection, String runId) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM godwit.cut_passed WHERE run_id = ?")) {
      delete.setString(1, runId);
      delete.executeUpdate();
    }
  }
}
