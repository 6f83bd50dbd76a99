package dev.godwit.loader.progress;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The SQL of packs that runs are to run at their points: table {@code godwit.pack_sql}. The report
 * is written in the transaction of the SQL, so that a process which dies between both and the
 * sending of the report runs nothing twice. Stateless; all methods run in the connection's
 * transaction.
 */
public final class PackSqlStore {
  /** "psql" in ASCII; no other advisory lock of this schema has it. */
  private static final int LOCK_CLASS = 0x7073716c;

  private static final String SELECT =
      "SELECT run_id, point, cut, task_id, task, report FROM godwit.pack_sql WHERE ";

  /**
   * A task to run the SQL of a point.
   *
   * @param runId the run
   * @param point the point, by its symbol
   * @param cut number of the cut; 0 before the load
   * @param taskId id of the task
   * @param task the task in the wire format
   * @param report the report on it in the wire format; null before the SQL was run
   */
  public record Due(
      String runId, String point, int cut, String taskId, byte[] task, byte[] report) {
    /** Name for logs and threads. */
    public String name() {
      return "%s/%s/%d".formatted(runId, point, cut);
    }
  }

  private PackSqlStore() {}

  /**
   * Stores a task. The same task again keeps its report, which is sent once more; another task for
   * the point, after the run was resumed, takes its place.
   */
  public static void accept(
      Connection connection, String runId, String point, int cut, String taskId, byte[] task)
      throws SQLException {
    Statements.update(
        connection,
        "INSERT INTO godwit.pack_sql AS known (run_id, point, cut, task_id, task)"
            + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (run_id, point, cut) DO UPDATE SET"
            + " task_id = excluded.task_id, task = excluded.task, sent = false, report ="
            + " CASE WHEN known.task_id = excluded.task_id THEN known.report END",
        runId,
        point,
        cut,
        taskId,
        task);
  }

  /** All whose report was not sent. */
  public static List<Due> due(Connection connection) throws SQLException {
    return Statements.query(
        connection, SELECT + "NOT sent ORDER BY run_id, cut", PackSqlStore::read);
  }

  /**
   * Holds the SQL of a point against other processes until the transaction ends. The row itself
   * stays free, so that a repeated task can be stored meanwhile.
   *
   * @return false where another process holds it
   */
  public static boolean tryHold(Connection connection, Due of) throws SQLException {
    return Statements.query(
            connection,
            "SELECT pg_try_advisory_xact_lock(?, hashtext(?))",
            row -> row.getBoolean(1),
            LOCK_CLASS,
            of.name())
        .getFirst();
  }

  /** The order as it is stored now; empty where its report was sent, or another took its place. */
  public static Optional<Due> find(Connection connection, Due of) throws SQLException {
    return Statements.query(
            connection,
            SELECT + "run_id = ? AND point = ? AND cut = ? AND task_id = ? AND NOT sent",
            PackSqlStore::read,
            of.runId(),
            of.point(),
            of.cut(),
            of.taskId())
        .stream()
        .findFirst();
  }

  /** Writes the report on a task. */
  public static void answer(Connection connection, Due of, byte[] report) throws SQLException {
    Statements.update(
        connection,
        "UPDATE godwit.pack_sql SET report = ?"
            + " WHERE run_id = ? AND point = ? AND cut = ? AND task_id = ?",
        report,
        of.runId(),
        of.point(),
        of.cut(),
        of.taskId());
  }

  /** The report was sent, or none is wanted any more. */
  public static void finish(Connection connection, Due of) throws SQLException {
    Statements.update(
        connection,
        "UPDATE godwit.pack_sql SET sent = true"
            + " WHERE run_id = ? AND point = ? AND cut = ? AND task_id = ?",
        of.runId(),
        of.point(),
        of.cut(),
        of.taskId());
  }

  /** Deletes all of a run that has ended. */
  public static void remove(Connection connection, String runId) throws SQLException {
    Statements.update(connection, "DELETE FROM godwit.pack_sql WHERE run_id = ?", runId);
  }

  private static Due read(ResultSet row) throws SQLException {
    return new Due(
        row.getString(1),
        row.getString(2),
        row.getInt(3),
        row.getString(4),
        row.getBytes(5),
        row.getBytes(6));
  }
}
