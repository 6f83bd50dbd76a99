package dev.godwit.loader.progress;

import dev.godwit.common.v1.RunKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The fence in front of the target: table {@code godwit.run}. Every batch holds its run's row
 * {@code FOR SHARE}; whoever ends the run takes it {@code FOR UPDATE}, so waits for the batches
 * under way, and no batch of any instance writes after. Stateless; all methods run in the
 * connection's transaction.
 */
public final class RunFence {
  private static final String SELECT =
      "SELECT run_id, customer, run, kind, target_pack, state FROM godwit.run WHERE run_id = ?";

  private RunFence() {}

  /** The run, without a lock; empty where it was never opened. */
  public static Optional<FencedRun> find(Connection connection, String runId) throws SQLException {
    return select(connection, SELECT, runId);
  }

  /** The run, held against being ended until the transaction ends. */
  public static Optional<FencedRun> share(Connection connection, String runId) throws SQLException {
    return select(connection, SELECT + " FOR SHARE", runId);
  }

  /** The run, held against batches until the transaction ends; waits for those under way. */
  public static Optional<FencedRun> lock(Connection connection, String runId) throws SQLException {
    return select(connection, SELECT + " FOR UPDATE", runId);
  }

  /** The customer's latest run that may write; empty where there is none. */
  public static Optional<FencedRun> openRunOf(Connection connection, String customer)
      throws SQLException {
    return select(
        connection,
        "SELECT run_id, customer, run, kind, target_pack, state FROM godwit.run"
            + " WHERE customer = ? AND state = 'OPEN' ORDER BY run DESC LIMIT 1",
        customer);
  }

  /** The customer's latest run that may write live engagement; empty where there is none. */
  public static Optional<FencedRun> liveRunOf(Connection connection, String customer)
      throws SQLException {
    return select(
        connection,
        "SELECT run_id, customer, run, kind, target_pack, state FROM godwit.run"
            + " WHERE customer = ? AND kind = 'LIVE' AND state IN ('OPEN', 'ENABLED')"
            + " ORDER BY run DESC LIMIT 1",
        customer);
  }

  /** Opens the run; nothing changes where it is known already, whatever its state. */
  public static void open(Connection connection, FencedRun opened) throws SQLException {
    insert(connection, opened, FenceState.OPEN);
  }

  /** Ends the run with a state in which it may not write; also one that was never opened. */
  public static void end(Connection connection, FencedRun ended, FenceState state)
      throws SQLException {
    insert(connection, ended, state);
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE godwit.run SET state = ?, ended_at = coalesce(ended_at, now())"
                + " WHERE run_id = ? AND state <> ?")) {
      update.setString(1, state.name());
      update.setString(2, ended.runId());
      update.setString(3, state.name());
      update.executeUpdate();
    }
  }

  private static void insert(Connection connection, FencedRun fenced, FenceState state)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO godwit.run (run_id, customer, run, kind, target_pack, state)"
                + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (run_id) DO NOTHING")) {
      insert.setString(1, fenced.runId());
      insert.setString(2, fenced.customer());
      insert.setInt(3, fenced.run());
      insert.setString(4, fenced.kind().name());
      insert.setString(5, fenced.targetPack());
      insert.setString(6, state.name());
      insert.executeUpdate();
    }
  }

  private static Optional<FencedRun> select(Connection connection, String sql, String parameter)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, parameter);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        return Optional.of(
            new FencedRun(
                row.getString(1),
                row.getString(2),
                row.getInt(3),
                RunKind.valueOf(row.getString(4)),
                row.getString(5),
                FenceState.valueOf(row.getString(6))));
      }
    }
  }
}
