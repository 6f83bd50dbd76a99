package dev.godwit.orchestrator.domain.decide;

import static dev.godwit.orchestrator.domain.decide.Decision.accepted;
import static dev.godwit.orchestrator.domain.decide.Decision.ignored;

import dev.godwit.orchestrator.domain.common.EntityCount;
import dev.godwit.orchestrator.domain.decide.Endings.Cause;
import dev.godwit.orchestrator.domain.decide.Endings.Failure;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.MigrationAssessed;
import dev.godwit.orchestrator.domain.event.PrepareStarted;
import dev.godwit.orchestrator.domain.event.SourceAssessed;
import dev.godwit.orchestrator.domain.event.TargetAssessed;
import dev.godwit.orchestrator.domain.report.CustomerUnknown;
import dev.godwit.orchestrator.domain.state.Assessment;
import dev.godwit.orchestrator.domain.state.MigrationState.Assessed;
import dev.godwit.orchestrator.domain.state.MigrationState.Assessing;
import dev.godwit.orchestrator.domain.state.MigrationState.Forward;
import dev.godwit.orchestrator.domain.state.Rehearsal;
import dev.godwit.orchestrator.domain.state.Run;
import dev.godwit.orchestrator.domain.state.TargetLook;
import java.util.ArrayList;
import java.util.List;

/** What both systems say when they are looked at, and the first gate. */
final class AssessmentReports {
  private static final long SETUP_SECONDS = 5;

  private final Settings settings;

  AssessmentReports(Settings settings) {
    this.settings = settings;
  }

  Decision source(Forward state, dev.godwit.orchestrator.domain.report.SourceAssessed report) {
    if (!(state instanceof Assessing on) || !on.issued() || on.sourceFingerprint() != null) {
      return ignored("the old system was assessed already");
    }
    Event half = new SourceAssessed(report.entities(), report.fingerprint());
    return on.target() == null
        ? accepted(half)
        : both(half, on.run(), report.entities(), report.fingerprint(), on.target());
  }

  Decision target(Forward state, dev.godwit.orchestrator.domain.report.TargetAssessed report) {
    if (!(state instanceof Assessing on) || !on.issued() || on.target() != null) {
      return ignored("the new system was assessed already");
    }
    Event half = new TargetAssessed(report.rows(), report.fingerprint());
    return on.sourceFingerprint() == null
        ? accepted(half)
        : both(
            half,
            on.run(),
            on.sourceRows(),
            on.sourceFingerprint(),
            new TargetLook(report.fingerprint(), TargetLook.withRows(report.rows())));
  }

  Decision unknown(Forward state, CustomerUnknown report) {
    if (!(state instanceof Assessing on) || on.sourceFingerprint() != null) {
      return ignored("the old system was assessed already");
    }
    String similar =
        report.similar().isEmpty()
            ? ""
            : " Ids that look alike: " + String.join(", ", report.similar()) + ".";
    return accepted(
        Endings.fail(
            on,
            new Failure(
                Cause.REFUSED,
                "Expected a customer of the old system, found none with the id "
                    + on.run().request().customer()
                    + "."
                    + similar,
                "",
                "Check the id; cancel this migration.")));
  }

  private Decision both(
      Event half, Run run, List<EntityCount> rows, String fingerprint, TargetLook target) {
    Assessment assessment = new Assessment(fingerprint, target.fingerprint(), target.leftovers());
    List<Event> events = new ArrayList<>();
    events.add(half);
    events.add(
        new MigrationAssessed(
            rows, estimate(rows), fingerprint, target.fingerprint(), target.leftovers()));
    String reason = closedGate(run, assessment);
    if (reason.isEmpty()) {
      events.add(new PrepareStarted());
    } else {
      events.addAll(
          Endings.fail(
              new Assessed(run, assessment),
              new Failure(Cause.REFUSED, reason, "", nextStep(assessment))));
    }
    return accepted(events);
  }

  private static String closedGate(Run run, Assessment assessment) {
    if (!assessment.leftovers().isEmpty()) {
      return "Expected a new system without rows of customer %s, found %s."
          .formatted(run.request().customer(), Words.tables(assessment.leftovers()));
    }
    if (run.live()) {
      Rehearsal rehearsal = run.permit().rehearsal();
      List<String> changed = new ArrayList<>();
      if (!rehearsal.sourceFingerprint().equals(assessment.sourceFingerprint())) {
        changed.add("source pack " + run.request().sourcePack());
      }
      if (!rehearsal.targetFingerprint().equals(assessment.targetFingerprint())) {
        changed.add("target pack " + run.request().targetPack());
      }
      if (!changed.isEmpty()) {
        return "Expected the packs that were rehearsed in run %d, found changed since: %s."
            .formatted(rehearsal.run(), String.join(", ", changed));
      }
    }
    return "";
  }

  private static String nextStep(Assessment assessment) {
    return assessment.leftovers().isEmpty()
        ? "Rehearse again with the packs as they are now."
        : "Find out where these rows come from and remove them from the new system; they were not touched.";
  }

  private long estimate(List<EntityCount> rows) {
    long all = rows.stream().mapToLong(EntityCount::rows).sum();
    return SETUP_SECONDS + all / settings.estimateRowsPerSecond();
  }
}
