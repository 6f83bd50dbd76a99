package dev.godwit.loader.progress;

import dev.godwit.common.v1.RunKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The fence in front of the target: table {@code godwit.run}. Every batch holds its run's row
 * {@code FOR SHARE}. The task that ends the run takes the row {@code FOR UPDATE}, so it waits for
 * the running batches, and no batch of any instance writes after it.
 *
 * <p>Before the row both take an advisory lock of the run, shared or exclusive, in the same order.
 * A row that is held {@code FOR SHARE} can be joined by others while a {@code FOR UPDATE} waits,
 * which therefore never gets it while batches overlap; a waiting advisory lock lets no later one
 * pass (PostgreSQL, {@code src/backend/access/heap/README.tuplock} and {@code
 * storage/lmgr/README}). The row keeps the decision: loaders of before take it alone.
 *
 * <p>Stateless; all methods run in the connection's transaction.
 */
public final class RunFence {
  /** "fenc" in ASCII; no other advisory lock of this schema has it. */
  private static final int LOCK_CLASS = 0x66656e63;

  /** "cust" in ASCII; the tasks that begin or undo runs of one customer take turns by it. */
  private static final int CUSTOMER_LOCK_CLASS = 0x63757374;

  private static final String SELECT =
      "SELECT run_id, customer, run, kind, target_pack, state FROM godwit.run WHERE ";

  private RunFence() {}

  /** The run, without a lock; empty where it was never opened. */
  public static Optional<FencedRun> find(Connection connection, String runId) throws SQLException {
    return select(connection, "run_id = ?", runId);
  }

  /** The run, held against being ended until the transaction ends. */
  public static Optional<FencedRun> share(Connection connection, String runId) throws SQLException {
    queue(connection, "pg_advisory_xact_lock_shared", runId);
    return select(connection, "run_id = ? FOR SHARE", runId);
  }

  /**
   * The run, held against batches until the transaction ends; waits for the running ones, and lets
   * no later one pass.
   */
  public static Optional<FencedRun> lock(Connection connection, String runId) throws SQLException {
    queue(connection, "pg_advisory_xact_lock", runId);
    return select(connection, "run_id = ? FOR UPDATE", runId);
  }

  private static void queue(Connection connection, String lock, String runId) throws SQLException {
    advisory(connection, lock, LOCK_CLASS, runId);
  }

  private static void advisory(Connection connection, String lock, int lockClass, String name)
      throws SQLException {
    Statements.query(
        connection,
        "SELECT %s(?, hashtext(?))".formatted(lock),
        row -> row.getString(1),
        lockClass,
        name);
  }

  /**
   * Holds off all other tasks that begin or undo a run of the customer until the transaction ends.
   * Batches of rows do not take it. To be taken before the lock of a run.
   */
  public static void lockCustomer(Connection connection, String customer) throws SQLException {
    advisory(connection, "pg_advisory_xact_lock", CUSTOMER_LOCK_CLASS, customer);
  }

  /**
   * The customer's first run of the same kind that began after the run and was not purged; empty
   * where there is none.
   */
  public static Optional<FencedRun> laterRun(Connection connection, FencedRun run)
      throws SQLException {
    return selectAll(
            connection,
            "customer = ? AND kind = ? AND run > ? AND state <> 'CLOSED' ORDER BY run LIMIT 1",
            run.customer(),
            run.kind().name(),
            run.run())
        .stream()
        .findFirst();
  }

  /** Whether the run was prepared: its target was proved empty, and only then opened for it. */
  public static boolean isPrepared(Connection connection, String runId) throws SQLException {
    return Statements.query(
            connection,
            "SELECT prepared FROM godwit.run WHERE run_id = ?",
            row -> row.getBoolean(1),
            runId)
        .contains(true);
  }

  /** The customer's latest run that may write rows; empty where there is none. */
  public static Optional<FencedRun> openRunOf(Connection connection, String customer)
      throws SQLException {
    return select(
        connection, "customer = ? AND state = 'OPEN' ORDER BY run DESC LIMIT 1", customer);
  }

  /** The customer's latest run that may write live engagement; empty where there is none. */
  public static Optional<FencedRun> liveRunOf(Connection connection, String customer)
      throws SQLException {
    return select(
        connection,
        "customer = ? AND kind = 'LIVE' AND state IN ('OPEN', 'ENABLED')"
            + " ORDER BY run DESC LIMIT 1",
        customer);
  }

  /**
   * All runs that may write.
   *
   * @param states OPEN and ENABLED for live engagement, OPEN for every other entity
   */
  public static List<FencedRun> inState(Connection connection, Set<FenceState> states)
      throws SQLException {
    return selectAll(
        connection,
        "state = ANY (string_to_array(?, ',')) ORDER BY customer, run",
        states.stream().map(FenceState::name).collect(Collectors.joining(",")));
  }

  /** Opens the run; nothing changes where it is known already, in any state. */
  public static void open(Connection connection, FencedRun opened) throws SQLException {
    insert(connection, opened, FenceState.OPEN, true);
  }

  /** Ends the run with a state in which it may not write; also one that was never opened. */
  public static void end(Connection connection, FencedRun ended, FenceState state)
      throws SQLException {
    insert(connection, ended, state, false);
    Statements.update(
        connection,
        "UPDATE godwit.run SET state = ?, ended_at = coalesce(ended_at, now())"
            + " WHERE run_id = ? AND state <> ?",
        state.name(),
        ended.runId(),
        state.name());
  }

  private static void insert(
      Connection connection, FencedRun fenced, FenceState state, boolean prepared)
      throws SQLException {
    Statements.update(
        connection,
        "INSERT INTO godwit.run (run_id, customer, run, kind, target_pack, state, keeps_ranges,"
            + " prepared) VALUES (?, ?, ?, ?, ?, ?, true, ?) ON CONFLICT (run_id) DO NOTHING",
        fenced.runId(),
        fenced.customer(),
        fenced.run(),
        fenced.kind().name(),
        fenced.targetPack(),
        state.name(),
        prepared);
  }

  private static Optional<FencedRun> select(Connection connection, String where, String parameter)
      throws SQLException {
    return selectAll(connection, where, parameter).stream().findFirst();
  }

  private static List<FencedRun> selectAll(
      Connection connection, String where, Object... parameters) throws SQLException {
    return Statements.query(
        connection,
        SELECT + where,
        row ->
            new FencedRun(
                row.getString(1),
                row.getString(2),
                row.getInt(3),
                RunKind.valueOf(row.getString(4)),
                row.getString(5),
                FenceState.valueOf(row.getString(6))),
        parameters);
  }
}
