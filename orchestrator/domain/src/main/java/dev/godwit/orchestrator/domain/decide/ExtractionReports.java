package dev.godwit.orchestrator.domain.decide;

import static dev.godwit.orchestrator.domain.decide.Decision.accepted;
import static dev.godwit.orchestrator.domain.decide.Decision.ignored;

import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.EntityPlan;
import dev.godwit.orchestrator.domain.common.QueryPlan;
import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.decide.RunFailure.Cause;
import dev.godwit.orchestrator.domain.decide.RunFailure.Failure;
import dev.godwit.orchestrator.domain.event.EndingEvent.RunAbandoned;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.RunEvent.ChunkExtracted;
import dev.godwit.orchestrator.domain.event.RunEvent.CutStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.CutWritten;
import dev.godwit.orchestrator.domain.event.RunEvent.ExtractionPlanned;
import dev.godwit.orchestrator.domain.event.RunEvent.StageFailed;
import dev.godwit.orchestrator.domain.report.Report.ChunkReport;
import dev.godwit.orchestrator.domain.report.Report.CutReport;
import dev.godwit.orchestrator.domain.report.Report.FailureReport;
import dev.godwit.orchestrator.domain.report.Report.PlanReport;
import dev.godwit.orchestrator.domain.report.Report.SnapshotLostReport;
import dev.godwit.orchestrator.domain.state.Extraction;
import dev.godwit.orchestrator.domain.state.Extraction.CutProgress;
import dev.godwit.orchestrator.domain.state.ForwardState.Copying;
import dev.godwit.orchestrator.domain.state.ForwardState.Planning;
import dev.godwit.orchestrator.domain.state.LiveWindow;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.Purge.Purpose;
import dev.godwit.orchestrator.domain.state.TaskIds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Decides on reports about the plan, the chunks, the cuts, and a snapshot that is lost. */
final class ExtractionReports {
  private final Settings settings;
  private final HoldDecision hold;

  ExtractionReports(Settings settings, HoldDecision hold) {
    this.settings = settings;
    this.hold = hold;
  }

  Decision planned(Migration migration, PlanReport report) {
    if (!migration.awaits(Planning.class)) {
      return ignored("the extraction was planned already");
    }
    String flaw = flaw(report.entities());
    if (!flaw.isEmpty()) {
      return unusable(migration, flaw);
    }
    List<EntityPlan> plans =
        report.entities().stream().sorted(Comparator.comparing(EntityPlan::entity)).toList();
    List<Event> events = new ArrayList<>();
    events.add(
        new ExtractionPlanned(
            report.snapshot(),
            plans,
            report.mergeGroups(),
            report.mergedMembers(),
            report.identitiesFrom(),
            report.identitiesTo(),
            settings.window()));
    for (EntityPlan plan : plans) {
      if (plan.chunks() == 0) {
        events.add(new CutStarted(plan.entity(), Extraction.CUT, false));
      }
    }
    return accepted(events);
  }

  private static String flaw(List<EntityPlan> plans) {
    Set<Entity> entities = new TreeSet<>();
    for (EntityPlan plan : plans) {
      int ranges = plan.chunks() - (plan.mergedChunk() ? 1 : 0);
      if (!entities.add(plan.entity()) || ranges < 0) {
        return plan.entity() + " is planned twice or with fewer than no chunks";
      }
      int bounds = ranges - Math.max(Math.min(1, ranges), plan.queries().size());
      if (boundaries(plan) != bounds) {
        return "%s has %d key ranges and %d boundaries, expected %d"
            .formatted(plan.entity(), ranges, boundaries(plan), bounds);
      }
      if (!plan.queries().isEmpty() && !plan.boundaries().isEmpty()) {
        return plan.entity() + " has boundaries of its own beside those of its queries";
      }
      if (plan.queries().stream().map(QueryPlan::query).distinct().count()
          != plan.queries().size()) {
        return plan.entity() + " has a query that is planned twice";
      }
      if (plan.chunks() == 0 && plan.rows() > 0) {
        return "%s has %s and no chunk"
            .formatted(plan.entity(), StatusText.number(plan.rows(), "row"));
      }
    }
    return entities.isEmpty() ? "it names no entity" : "";
  }

  private static int boundaries(EntityPlan plan) {
    return plan.boundaries().size()
        + plan.queries().stream().mapToInt(query -> query.boundaries().size()).sum();
  }

  private Decision unusable(Migration migration, String flaw) {
    FailureReport report =
        new FailureReport(
            "plan",
            "The plan of the extraction cannot be used: " + flaw + ".",
            "Check the source pack's queries and keys.");
    StageFailed failed =
        new StageFailed(
            Stage.EXTRACT,
            report.subject(),
            report.error(),
            report.action(),
            TaskIds.plan(migration));
    return accepted(failed, hold.afterFailure(migration, failed, report));
  }

  static Decision chunk(Migration migration, ChunkReport report) {
    if (!(migration.state() instanceof Copying on)
        || !on.extraction().isOut(report.entity(), report.chunk())) {
      return ignored("the chunk is not out: it was reported already, or never dispatched");
    }
    ChunkExtracted extracted =
        new ChunkExtracted(
            report.entity(),
            report.chunk(),
            report.rows(),
            report.durationMillis(),
            report.digest());
    return on.extraction().isLast(report.entity())
        ? accepted(extracted, new CutStarted(report.entity(), Extraction.CUT, false))
        : accepted(extracted);
  }

  static Decision cut(Migration migration, CutReport report) {
    if (!(migration.state() instanceof Copying on)
        || report.cut() != Extraction.CUT
        || on.extraction().cut(report.entity()) != CutProgress.DISPATCHED) {
      return ignored("the cut is not out: it was reported already, or never dispatched");
    }
    CutWritten written = new CutWritten(report.entity(), report.cut(), report.offsets(), false);
    if (on.extraction().open() > 1) {
      return accepted(written);
    }
    LiveWindow window = migration.window();
    return window == null
        ? accepted(written, StatementReports.reconciling(migration, Extraction.CUT))
        : accepted(written, new CutStarted(Entity.LIVE, window.cut() + 1, false));
  }

  Decision lost(Migration migration, SnapshotLostReport report) {
    boolean needed =
        migration.state() instanceof Planning
            || (migration.state() instanceof Copying on && !on.extraction().isCut());
    if (!needed) {
      return ignored("the snapshot is not needed");
    }
    String reason = "The snapshot of the source was lost: " + report.error();
    int attempt = migration.run().attempt();
    return attempt >= settings.maxAttempts()
        ? accepted(
            RunFailure.end(
                migration,
                new Failure(
                    Cause.STAGE_FAILED,
                    "%s (%d runs in a row)".formatted(reason, attempt),
                    "snapshot",
                    "Keep one extractor and the source database up for the length of a run.")))
        : accepted(
            new RunAbandoned(reason),
            RunFailure.purge(reason + "; another run follows", Purpose.RETRY));
  }
}
