package dev.godwit.loader.progress;

import dev.godwit.records.Entity;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The cuts that loading has passed: table {@code godwit.cut_passed}. Stateless; all methods run in
 * the connection's transaction.
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
  public record PassedCut(Entity entity, int partition, int cut, int partitions) {}

  private CutStore() {}

  /** All cuts that the run has passed, by any instance. */
  public static List<PassedCut> read(Connection connection, String runId) throws SQLException {
    return Statements.query(
        connection,
        "SELECT entity, partition, cut, partitions FROM godwit.cut_passed WHERE run_id = ?",
        row ->
            new PassedCut(
                Entity.valueOf(row.getString(1)), row.getInt(2), row.getInt(3), row.getInt(4)),
        runId);
  }

  /** Stores cuts; one that is stored already stays. */
  public static void add(Connection connection, String runId, List<PassedCut> passed)
      throws SQLException {
    Statements.updateEach(
        connection,
        "INSERT INTO godwit.cut_passed (run_id, entity, partition, cut, partitions)"
            + " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        passed.stream()
            .map(
                cut ->
                    new Object[] {
                      runId, cut.entity().name(), cut.partition(), cut.cut(), cut.partitions()
                    })
            .toList());
  }

  /** Deletes the cuts of a run that has ended. */
  public static void remove(Connection connection, String runId) throws SQLException {
    Statements.update(connection, "DELETE FROM godwit.cut_passed WHERE run_id = ?", runId);
  }
}
