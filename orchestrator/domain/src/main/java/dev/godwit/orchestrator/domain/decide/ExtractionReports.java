package dev.godwit.orchestrator.domain.decide;

import static dev.godwit.orchestrator.domain.decide.Decision.accepted;
import static dev.godwit.orchestrator.domain.decide.Decision.ignored;

import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.EntityPlan;
import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.decide.Endings.Cause;
import dev.godwit.orchestrator.domain.decide.Endings.Failure;
import dev.godwit.orchestrator.domain.event.EndingEvent.RunAbandoned;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.RunEvent.ChunkExtracted;
import dev.godwit.orchestrator.domain.event.RunEvent.CutStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.CutWritten;
import dev.godwit.orchestrator.domain.event.RunEvent.ExtractionPlanned;
import dev.godwit.orchestrator.domain.event.RunEvent.ReconciliationStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.StageFailed;
import dev.godwit.orchestrator.domain.report.Report.ChunkReport;
import dev.godwit.orchestrator.domain.report.Report.CutReport;
import dev.godwit.orchestrator.domain.report.Report.PlanReport;
import dev.godwit.orchestrator.domain.report.Report.SnapshotLostReport;
import dev.godwit.orchestrator.domain.state.CutProgress;
import dev.godwit.orchestrator.domain.state.Extraction;
import dev.godwit.orchestrator.domain.state.LiveWindow;
import dev.godwit.orchestrator.domain.state.MigrationState.Copying;
import dev.godwit.orchestrator.domain.state.MigrationState.Forward;
import dev.godwit.orchestrator.domain.state.MigrationState.Planning;
import dev.godwit.orchestrator.domain.state.Purpose;
import dev.godwit.orchestrator.domain.state.TaskIds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The plan, the chunks, the cuts, and a snapshot that is lost. */
final class ExtractionReports {
  private final Settings settings;

  ExtractionReports(Settings settings) {
    this.settings = settings;
  }

  Decision planned(Forward state, PlanReport report) {
    if (!(state instanceof Planning on) || !on.issued()) {
      return ignored("the extraction was planned already");
    }
    String flaw = flaw(report.entities());
    if (!flaw.isEmpty()) {
      return accepted(unusable(on, flaw));
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
    Set<Entity> entities = EnumSet.noneOf(Entity.class);
    for (EntityPlan plan : plans) {
      int ranges = plan.chunks() - (plan.mergedChunk() ? 1 : 0);
      if (!entities.add(plan.entity()) || ranges < 0) {
        return plan.entity() + " is planned twice or with fewer than no chunks";
      }
      if (plan.boundaries().size() != Math.max(0, ranges - 1)) {
        return "%s has %d key ranges and %d boundaries, expected %d"
            .formatted(plan.entity(), ranges, plan.boundaries().size(), Math.max(0, ranges - 1));
      }
      if (plan.chunks() == 0 && plan.rows() > 0) {
        return "%s has %d rows and no chunk".formatted(plan.entity(), plan.rows());
      }
    }
    return entities.isEmpty() ? "it names no entity" : "";
  }

  private static List<Event> unusable(Planning on, String flaw) {
    String error = "The plan of the extraction cannot be used: " + flaw + ".";
    String action = "Check the source pack's queries and keys.";
    List<Event> events = new ArrayList<>();
    events.add(new StageFailed(Stage.EXTRACT, "plan", error, action, TaskIds.plan(on.run())));
    events.addAll(Endings.fail(on, new Failure(Cause.STAGE_FAILED, error, "plan", action)));
    return events;
  }

  static Decision chunk(Forward state, ChunkReport report) {
    if (!(state instanceof Copying on) || !on.extraction().isOut(report.entity(), report.chunk())) {
      return ignored("the chunk is not out: it was reported already, or never handed out");
    }
    ChunkExtracted extracted =
        new ChunkExtracted(report.entity(), report.chunk(), report.rows(), report.durationMillis());
    return on.extraction().isLast(report.entity())
        ? accepted(extracted, new CutStarted(report.entity(), Extraction.CUT, false))
        : accepted(extracted);
  }

  static Decision cut(Forward state, CutReport report) {
    if (!(state instanceof Copying on)
        || report.cut() != Extraction.CUT
        || on.extraction().cut(report.entity()) != CutProgress.HANDED_OUT) {
      return ignored("the cut is not out: it was reported already, or never handed out");
    }
    CutWritten written = new CutWritten(report.entity(), report.cut(), report.offsets(), false);
    if (on.extraction().open() > 1) {
      return accepted(written);
    }
    LiveWindow window = on.run().window();
    return window == null
        ? accepted(written, new ReconciliationStarted(Extraction.CUT))
        : accepted(written, new CutStarted(Entity.LIVE, window.cut() + 1, false));
  }

  Decision lost(Forward state, SnapshotLostReport report) {
    boolean needed =
        state instanceof Planning
            || (state instanceof Copying copying && !copying.extraction().isCut());
    if (!needed) {
      return ignored("the snapshot is not needed");
    }
    String reason = "The snapshot of the old system was lost: " + report.error();
    if (state.run().attempt() >= settings.maxAttempts()) {
      String often = "%s (%d runs in a row)".formatted(reason, state.run().attempt());
      return accepted(
          Endings.fail(
              state,
              new Failure(
                  Cause.STAGE_FAILED,
                  often,
                  "snapshot",
                  "Keep one extractor and the old database up for the length of a run.")));
    }
    return accepted(
        new RunAbandoned(reason), Endings.purge(reason + "; another run follows", Purpose.RETRY));
  }
}
