package dev.godwit.orchestrator.domain.event;

import dev.godwit.orchestrator.domain.common.QuarantineCount;
import dev.godwit.orchestrator.domain.common.SqlPoint;
import java.util.List;

/** The SQL that a target pack runs at points of a run. A pack without any has none of these. */
public sealed interface StatementEvent extends Event {
  /** The point of the run. */
  SqlPoint point();

  /**
   * Intent: the SQL of a point is about to be run.
   *
   * @param point the point
   * @param cut number of the cut whose verdict it precedes or follows; 0 before the load
   * @param findings rehearsal, before the enabling: findings about whole entities that the verdict
   *     gave; else empty
   */
  record StatementsStarted(SqlPoint point, int cut, List<QuarantineCount> findings)
      implements StatementEvent {
    public StatementsStarted {
      findings = List.copyOf(findings);
    }
  }

  /**
   * A statement was run, and committed with the others of its point.
   *
   * @param point the point
   * @param pack name of the target pack
   * @param statement name of the statement in the pack
   * @param rows rows that it wrote; of a query the rows that it returned
   * @param durationMillis how long it took, milliseconds
   */
  record StatementRun(SqlPoint point, String pack, String statement, long rows, long durationMillis)
      implements StatementEvent {}

  /**
   * All SQL of a point was run and committed.
   *
   * @param point the point
   * @param cut number of the cut, as in {@link StatementsStarted}
   */
  record StatementsFinished(SqlPoint point, int cut) implements StatementEvent {}
}
