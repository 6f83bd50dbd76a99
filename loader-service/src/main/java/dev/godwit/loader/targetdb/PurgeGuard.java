package dev.godwit.loader.targetdb;

import dev.godwit.common.v1.RunKind;
import dev.godwit.common.v1.TableCount;
import dev.godwit.loader.progress.FenceState;
import dev.godwit.loader.progress.FencedRun;
import dev.godwit.loader.progress.RunFence;
import dev.godwit.worker.failure.StageFailedException;
import dev.godwit.worker.run.RunStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Refuses the purge of what is not the run's to delete, whatever task asks for it: rows of a later
 * run, of a customer who is enabled, and rows that were there before a run that was never prepared.
 * Each check is made in the transaction that acts, under {@link RunFence#lockCustomer}. Stateless;
 * a refusal is fatal for the task and changes nothing.
 */
final class PurgeGuard {
  private final FencedRun run;

  PurgeGuard(FencedRun run) {
    this.run = run;
  }

  /**
   * Whether the customer, whom the run itself enabled, is to be disabled with the closing of the
   * fence: the events undo this run, which can therefore never be committed.
   *
   * @param fenced the run as the target knows it; held
   * @param status of the run by the events; empty where they know no such run
   */
  boolean disables(Optional<FencedRun> fenced, CustomerRows rows, Optional<RunStatus> status)
      throws SQLException, StageFailedException {
    if (run.kind() != RunKind.LIVE) {
      return false; // A rehearsal enables nobody.
    }
    boolean enabledByRun =
        fenced.map(FencedRun::state).filter(FenceState.ENABLED::equals).isPresent();
    if (!enabledByRun) {
      requireDisabled(rows);
      return false;
    }
    if (status.filter(RunStatus.Stopping.class::isInstance).isEmpty()) {
      throw refused(
          "Expected events that undo run %s before its customer, who is enabled in the target, is purged; found none."
              .formatted(run.runId()),
          "A committed customer is never purged. Find the program that wrote the task; only the orchestrator may.");
    }
    return true;
  }

  /** Checks what the first transaction does not hold any more when the rows are deleted. */
  void requireOwnRows(Connection connection, CustomerRows rows)
      throws SQLException, StageFailedException {
    requireNewest(connection);
    if (run.kind() != RunKind.LIVE) {
      return;
    }
    requireDisabled(rows);
    if (RunFence.isPrepared(connection, run.runId())) {
      return;
    }
    List<TableCount> others = TargetTask.withRows(rows.count());
    if (!others.isEmpty()) {
      throw refused(
          "Expected no row of customer %s in a target that was not prepared for run %s, found %s. Godwit did not load them, and deleted nothing."
              .formatted(run.customer(), run.runId(), others),
          "Find out where these rows come from and remove them from the target; then ask for the purge again.");
    }
  }

  /** Checks that no later run of the customer holds rows in the same schema. */
  void requireNewest(Connection connection) throws SQLException, StageFailedException {
    Optional<FencedRun> later = RunFence.laterRun(connection, run);
    if (later.isPresent()) {
      throw refused(
          "Expected run %s to be the newest of its kind in the target, found run %s, which is %s; its rows are not those of run %s."
              .formatted(run.runId(), later.get().runId(), later.get().state(), run.runId()),
          "Nothing was deleted. Look at the newest run: godwit why " + run.customer() + ".");
    }
  }

  private void requireDisabled(CustomerRows rows) throws SQLException, StageFailedException {
    if (rows.isEnabled()) {
      throw refused(
          "Expected customer %s not to be enabled in the target before run %s is purged, found enabled, and not by this run."
              .formatted(run.customer(), run.runId()),
          "People may work with these rows. If nobody does, disable the customer in the target; then ask for the purge again.");
    }
  }

  private static StageFailedException refused(String error, String action) {
    return new StageFailedException("rows of the customer", error, action);
  }
}
