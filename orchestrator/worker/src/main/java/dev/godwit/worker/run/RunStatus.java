package dev.godwit.worker.run;

import dev.godwit.records.Entity;
import java.util.Optional;

/**
 * The rights of a worker for a run: the one answer, in all services, to "may this worker write for
 * this run?". {@link RunStatusTable} folds it from the events and nothing else; {@link RunRegistry}
 * gives it out. Immutable.
 *
 * <table>
 * <caption>What may be written</caption>
 * <tr><th>status</th><th>since</th><th>rows</th><th>live engagement</th><th>over</th></tr>
 * <tr><td>{@link Running}</td><td>{@code RunStarted}</td><td>yes</td><td>yes</td><td>no</td></tr>
 * <tr><td>{@link Stopping}</td><td>{@code RunAbandoned}, {@code RollbackStarted},
 *     {@code PurgeStarted}</td><td>no</td><td>no</td><td>no</td></tr>
 * <tr><td>{@link Committed}</td><td>{@code MigrationCommitted}</td><td>no</td><td>while its window
 *     is open</td><td>yes</td></tr>
 * <tr><td>{@link Ended}</td><td>{@code RehearsalPassed}, {@code RehearsalFailed}, {@code
 *     RunRefused}, {@code MigrationRolledBack}, {@code MigrationCancelled}, the next {@code
 *     RunStarted} of the customer</td><td>no</td><td>no</td><td>yes</td></tr>
 * </table>
 *
 * <p>The status informs, it does not enforce: a process may not have consumed the newest events
 * yet. In the target database the run's fence enforces, and may differ: after a rehearsal whose
 * purge failed the run is {@link Ended} while its fence is open. A worker may write only where
 * status and fence both allow it, and waits for neither once the run {@link #isOver}.
 */
public sealed interface RunStatus {
  /** The run; not null. */
  RunSpec run();

  /**
   * The run is on: its rows and its live engagement are written. A run that is held after a failure
   * is on too: a worker whose work failed leaves that work alone until the number of resumes grows,
   * see {@link RunRegistry#awaitResumed}.
   *
   * @param resumes how often the run was resumed after a hold; 0 at first
   */
  record Running(RunSpec run, int resumes) implements RunStatus {
    /** A run that was never resumed. */
    public Running(RunSpec run) {
      this(run, 0);
    }
  }

  /** The run is being undone; only tasks that undo it are done for it. */
  record Stopping(RunSpec run) implements RunStatus {}

  /**
   * The run was committed: its rows are complete, its live engagement goes on.
   *
   * @param window its live engagement; empty where the run had none
   */
  record Committed(RunSpec run, Optional<LiveWindows.Window> window) implements RunStatus {}

  /**
   * The run has ended without a commit: passed, failed, refused, abandoned, rolled back or
   * cancelled.
   */
  record Ended(RunSpec run) implements RunStatus {}

  /** How often the run was resumed after a hold, as far as it is on; 0 for a run that is not. */
  default int resumes() {
    return 0;
  }

  /** True where rows of the snapshot may be written. */
  default boolean writesRows() {
    return this instanceof Running;
  }

  /**
   * True where rows of the snapshot may be written that a redrive brings: also once the run is
   * committed, since those rows were never in the target.
   */
  default boolean writesRedriven() {
    return this instanceof Running || this instanceof Committed;
  }

  /** True where live engagement may be written. */
  default boolean writesEngagement() {
    return switch (this) {
      case Running running -> true;
      case Stopping stopping -> false;
      case Committed committed -> committed.window().filter(LiveWindows.Window::isOpen).isPresent();
      case Ended ended -> false;
    };
  }

  /** {@link #writesEngagement} for live engagement, {@link #writesRows} for every other entity. */
  default boolean writes(Entity entity) {
    return entity.equals(Entity.LIVE) ? writesEngagement() : writesRows();
  }

  /** True where the run has ended, well or not. Stays true. */
  default boolean isOver() {
    return this instanceof Committed || this instanceof Ended;
  }
}
