package dev.godwit.orchestrator.domain.decide;

import static dev.godwit.orchestrator.domain.decide.Decision.accepted;
import static dev.godwit.orchestrator.domain.decide.Decision.ignored;

import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.QuarantineCount;
import dev.godwit.orchestrator.domain.common.SqlPoint;
import dev.godwit.orchestrator.domain.common.StatementResult;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.RunEvent.CommitStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.CutStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.LiveRehearsalStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.ReconciliationStarted;
import dev.godwit.orchestrator.domain.event.StatementEvent.StatementRun;
import dev.godwit.orchestrator.domain.event.StatementEvent.StatementsFinished;
import dev.godwit.orchestrator.domain.event.StatementEvent.StatementsStarted;
import dev.godwit.orchestrator.domain.report.Report.StatementsReport;
import dev.godwit.orchestrator.domain.report.Reported.ReportEnvelope;
import dev.godwit.orchestrator.domain.state.ForwardState.RunningSql;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.PointOfRun;
import dev.godwit.orchestrator.domain.state.PointOfRun.AfterLoad;
import dev.godwit.orchestrator.domain.state.PointOfRun.BeforeEnable;
import dev.godwit.orchestrator.domain.state.PointOfRun.BeforeLoad;
import dev.godwit.orchestrator.domain.state.TaskIds;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides when the SQL that a target pack has for a point of the run is begun, and on the report
 * that it was run. A run whose pack has none goes on at once.
 */
final class StatementReports {
  private StatementReports() {}

  /** The cut that opens the window of a frozen live run, or the SQL before it. */
  static Event opening(Migration migration) {
    return begins(migration, SqlPoint.BEFORE_LOAD)
        ? started(SqlPoint.BEFORE_LOAD, 0)
        : new CutStarted(Entity.LIVE, 0, false);
  }

  /**
   * Events that begin the SQL before the load of a rehearsal once its target is prepared; none
   * where the pack has no such SQL.
   */
  static List<Event> prepared(Migration migration) {
    return begins(migration, SqlPoint.BEFORE_LOAD)
        ? List.of(started(SqlPoint.BEFORE_LOAD, 0))
        : List.of();
  }

  /** The request for a verdict at a cut, or the SQL before it. */
  static Event reconciling(Migration migration, int cut) {
    return begins(migration, SqlPoint.AFTER_LOAD)
        ? started(SqlPoint.AFTER_LOAD, cut)
        : new ReconciliationStarted(cut);
  }

  /** The commit at a reconciled cut, or the SQL before it. */
  static Event committing(Migration migration, int cut) {
    return begins(migration, SqlPoint.BEFORE_ENABLE)
        ? started(SqlPoint.BEFORE_ENABLE, cut)
        : new CommitStarted(cut);
  }

  /** The rehearsal of live engagement at a reconciled cut, or the SQL before it. */
  static Event rehearsingLive(Migration migration, int cut, List<QuarantineCount> findings) {
    return begins(migration, SqlPoint.BEFORE_ENABLE)
        ? new StatementsStarted(SqlPoint.BEFORE_ENABLE, cut, findings)
        : new LiveRehearsalStarted(cut, findings);
  }

  private static boolean begins(Migration migration, SqlPoint point) {
    return migration.run().hasSql(point);
  }

  private static StatementsStarted started(SqlPoint point, int cut) {
    return new StatementsStarted(point, cut, List.of());
  }

  static Decision run(Migration migration, ReportEnvelope envelope, StatementsReport report) {
    if (!migration.awaits(RunningSql.class)
        || !(migration.state() instanceof RunningSql on)
        || on.at().point() != report.point()
        || on.at().cut() != report.cut()
        || !envelope.taskId().equals(TaskIds.statements(migration, on.at()))) {
      return ignored("no SQL of the target pack is being run at this point");
    }
    List<Event> events = new ArrayList<>();
    for (StatementResult one : report.statements()) {
      events.add(
          new StatementRun(
              report.point(),
              migration.request().targetPack(),
              EventText.of(one.statement()),
              one.rows(),
              one.durationMillis()));
    }
    events.add(new StatementsFinished(report.point(), report.cut()));
    events.addAll(next(migration, on.at()));
    return accepted(events);
  }

  private static List<Event> next(Migration migration, PointOfRun at) {
    return switch (at) {
      case BeforeLoad before ->
          migration.live() ? List.of(new CutStarted(Entity.LIVE, 0, false)) : List.of();
      case AfterLoad after -> List.of(new ReconciliationStarted(after.cut()));
      case BeforeEnable before ->
          List.of(
              migration.live()
                  ? new CommitStarted(before.cut())
                  : new LiveRehearsalStarted(before.cut(), before.findings()));
    };
  }
}
