package dev.godwit.loader.progress;

import dev.godwit.records.Entity;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Replays and how far each is: tables {@code godwit.replay} and {@code godwit.replay_range}. They
 * change in the transactions that write the rows, so that a replay continues where it was when its
 * process was killed. Stateless; all methods run in the connection's transaction.
 */
public final class ReplayStore {
  /** "replay" in ASCII, shifted; no other advisory lock of this schema has it. */
  private static final int LOCK_CLASS = 0x7265706c;

  /**
   * A session of a replay that is silent for so long is ended by the server, from version 14 on.
   */
  private static final String LONGEST_SILENCE = "30s";

  /** How far a replay is. */
  public enum State {
    /** Its worker reads, waits, or is to be started. */
    RUNNING,
    /** It has read all records of its selection; its report is in the outbox or sent. */
    FINISHED,
    /** It was ended where it was; its report is in the outbox or sent. */
    CANCELLED,
    /** It ended on a failure, whose report is in the outbox or sent. */
    FAILED
  }

  /**
   * A replay.
   *
   * @param runId the run
   * @param number number of the replay in its run, from 1
   * @param state how far it is
   * @param task its task in the wire format
   * @param total records of the selection, as counted at its begin; -1 where it is not planned yet
   * @param tenths tenths of its way that are reported
   */
  public record StoredReplay(
      String runId, int number, State state, byte[] task, long total, int tenths) {}

  /**
   * Records of a replay by outcome.
   *
   * @param read records of the selection
   * @param written records that were missing and are written now
   * @param present records of which nothing was missing
   * @param refused records that could not be written
   * @param released records that left the quarantine; they are among those written
   */
  public record Counts(long read, long written, long present, long refused, long released) {
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0);

    public Counts plus(Counts other) {
      return new Counts(
          read + other.read,
          written + other.written,
          present + other.present,
          refused + other.refused,
          released + other.released);
    }
  }

  /**
   * A part of a replay: a stretch of one partition.
   *
   * @param entity entity of the topic
   * @param partition the partition
   * @param from first offset
   * @param next next offset to read
   * @param to offset after the last
   * @param counts what was done between {@code from} and {@code next}
   */
  public record Stretch(
      Entity entity, int partition, long from, long next, long to, Counts counts) {
    public boolean isDone() {
      return next >= to;
    }
  }

  private ReplayStore() {}

  /**
   * Takes the lock of a run's replays, which the session keeps until it ends: two loaders never
   * replay the same run at once, and a killed one's lock is free. So is that of a loader that
   * stands still, once the server has ended its silent session: a caller that keeps the lock
   * without work must use the connection every few seconds. True where this session has it.
   */
  public static boolean tryLock(Connection connection, String runId) throws SQLException {
    Statements.query(
        connection,
        "SELECT set_config('idle_in_transaction_session_timeout', ?, false),"
            + " CASE WHEN current_setting('server_version_num')::int >= 140000"
            + " THEN set_config('idle_session_timeout', ?, false) END",
        row -> row.getString(1),
        LONGEST_SILENCE,
        LONGEST_SILENCE);
    return Statements.query(
            connection,
            "SELECT CASE WHEN EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory'"
                + " AND pid = pg_backend_pid() AND classid = ?::oid AND granted"
                + " AND objid = (hashtext(?)::bigint & 4294967295)::oid) THEN true"
                + " ELSE pg_try_advisory_lock(?, hashtext(?)) END",
            row -> row.getBoolean(1),
            LOCK_CLASS,
            runId,
            LOCK_CLASS,
            runId)
        .get(0);
  }

  /**
   * Stores a replay that a task orders. One that is stored stays, except that a failed one runs
   * again where another task orders it: it continues where it failed.
   *
   * @return the replay as it is stored now
   */
  public static StoredReplay accept(
      Connection connection, String runId, int number, String taskId, byte[] task)
      throws SQLException {
    Statements.update(
        connection,
        "INSERT INTO godwit.replay AS r (run_id, number, task_id, task) VALUES (?, ?, ?, ?)"
            + " ON CONFLICT (run_id, number) DO UPDATE SET state = 'RUNNING',"
            + " task_id = excluded.task_id, task = excluded.task"
            + " WHERE r.state = 'FAILED' AND r.task_id <> excluded.task_id",
        runId,
        number,
        taskId,
        task);
    return find(connection, runId, number).orElseThrow();
  }

  /** A replay; empty where no task ordered it, or its run was purged. */
  public static Optional<StoredReplay> find(Connection connection, String runId, int number)
      throws SQLException {
    return select(connection, "run_id = ? AND number = ?", runId, number).stream().findFirst();
  }

  /** All replays that run, or are to be started. */
  public static List<StoredReplay> running(Connection connection) throws SQLException {
    return select(connection, "state = 'RUNNING' ORDER BY run_id, number");
  }

  private static List<StoredReplay> select(
      Connection connection, String where, Object... parameters) throws SQLException {
    return Statements.query(
        connection,
        "SELECT run_id, number, state, task, total, tenths FROM godwit.replay WHERE " + where,
        row ->
            new StoredReplay(
                row.getString(1),
                row.getInt(2),
                State.valueOf(row.getString(3)),
                row.getBytes(4),
                row.getLong(5),
                row.getInt(6)),
        parameters);
  }

  /** Stores the parts of a replay, in place of earlier ones, and the records of its selection. */
  public static void plan(
      Connection connection, String runId, int number, long total, List<Stretch> stretches)
      throws SQLException {
    Statements.update(
        connection,
        "DELETE FROM godwit.replay_range WHERE run_id = ? AND number = ?",
        runId,
        number);
    Statements.updateEach(
        connection,
        "INSERT INTO godwit.replay_range"
            + " (run_id, number, entity, partition, from_offset, next_offset, to_offset)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
        rows(runId, number, stretches));
    Statements.update(
        connection,
        "UPDATE godwit.replay SET total = ? WHERE run_id = ? AND number = ?",
        total,
        runId,
        number);
  }

  private static List<Object[]> rows(String runId, int number, List<Stretch> stretches) {
    return stretches.stream()
        .map(
            stretch ->
                new Object[] {
                  runId,
                  number,
                  stretch.entity().name(),
                  stretch.partition(),
                  stretch.from(),
                  stretch.next(),
                  stretch.to()
                })
        .toList();
  }

  /**
   * Adds to the parts of a replay: a stretch of a partition that it reads goes on where that one
   * ends.
   *
   * @param more records of its selection that come in addition
   * @param further stretches
   */
  public static void widen(
      Connection connection, String runId, int number, long more, List<Stretch> further)
      throws SQLException {
    Statements.updateEach(
        connection,
        "INSERT INTO godwit.replay_range AS r"
            + " (run_id, number, entity, partition, from_offset, next_offset, to_offset)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (run_id, number, entity, partition)"
            + " DO UPDATE SET to_offset = greatest(r.to_offset, excluded.to_offset)",
        rows(runId, number, further));
    Statements.update(
        connection,
        "UPDATE godwit.replay SET total = total + ? WHERE run_id = ? AND number = ?",
        more,
        runId,
        number);
  }

  /** The parts of a replay, in no order. */
  public static List<Stretch> stretches(Connection connection, String runId, int number)
      throws SQLException {
    return Statements.query(
        connection,
        "SELECT entity, partition, from_offset, next_offset, to_offset, read, written, present,"
            + " refused, released FROM godwit.replay_range WHERE run_id = ? AND number = ?",
        row ->
            new Stretch(
                Entity.valueOf(row.getString(1)),
                row.getInt(2),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                new Counts(
                    row.getLong(6),
                    row.getLong(7),
                    row.getLong(8),
                    row.getLong(9),
                    row.getLong(10))),
        runId,
        number);
  }

  /**
   * Takes a step in a part of a replay.
   *
   * @param stretch the part as this process knows it
   * @param next next offset after the step
   * @param gained what the step did
   * @return false where the part is elsewhere, or gone: the caller must roll back
   */
  public static boolean advance(
      Connection connection, String runId, int number, Stretch stretch, long next, Counts gained)
      throws SQLException {
    return Statements.update(
            connection,
            "UPDATE godwit.replay_range SET next_offset = ?, read = read + ?,"
                + " written = written + ?, present = present + ?, refused = refused + ?,"
                + " released = released + ? WHERE run_id = ? AND number = ? AND entity = ?"
                + " AND partition = ? AND next_offset = ?",
            next,
            gained.read(),
            gained.written(),
            gained.present(),
            gained.refused(),
            gained.released(),
            runId,
            number,
            stretch.entity().name(),
            stretch.partition(),
            stretch.next())
        == 1;
  }

  /** Notes the tenths of the way that are reported. */
  public static void reported(Connection connection, String runId, int number, int tenths)
      throws SQLException {
    Statements.update(
        connection,
        "UPDATE godwit.replay SET tenths = ? WHERE run_id = ? AND number = ?",
        tenths,
        runId,
        number);
  }

  /** Ends a replay; false where it has ended already, or its run was purged. */
  public static boolean end(Connection connection, String runId, int number, State state)
      throws SQLException {
    return Statements.update(
            connection,
            "UPDATE godwit.replay SET state = ? WHERE run_id = ? AND number = ?"
                + " AND state = 'RUNNING'",
            state.name(),
            runId,
            number)
        == 1;
  }

  /** Deletes the replays of a run whose rows are purged. */
  public static void remove(Connection connection, String runId) throws SQLException {
    Statements.update(connection, "DELETE FROM godwit.replay_range WHERE run_id = ?", runId);
    Statements.update(connection, "DELETE FROM godwit.replay WHERE run_id = ?", runId);
  }
}
