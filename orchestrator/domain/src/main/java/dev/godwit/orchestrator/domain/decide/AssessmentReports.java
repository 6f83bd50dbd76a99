package dev.godwit.orchestrator.domain.decide;

import static dev.godwit.orchestrator.domain.decide.Decision.accepted;
import static dev.godwit.orchestrator.domain.decide.Decision.ignored;

import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.EntityCount;
import dev.godwit.orchestrator.domain.decide.Endings.Cause;
import dev.godwit.orchestrator.domain.decide.Endings.Failure;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.RunEvent.MigrationAssessed;
import dev.godwit.orchestrator.domain.event.RunEvent.PrepareStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.SourceAssessed;
import dev.godwit.orchestrator.domain.event.RunEvent.TargetAssessed;
import dev.godwit.orchestrator.domain.report.Report.CustomerUnknownReport;
import dev.godwit.orchestrator.domain.report.Report.SourceAssessmentReport;
import dev.godwit.orchestrator.domain.report.Report.TargetAssessmentReport;
import dev.godwit.orchestrator.domain.state.Assessment;
import dev.godwit.orchestrator.domain.state.MigrationState.Assessed;
import dev.godwit.orchestrator.domain.state.MigrationState.Assessing;
import dev.godwit.orchestrator.domain.state.MigrationState.Forward;
import dev.godwit.orchestrator.domain.state.Rehearsal;
import dev.godwit.orchestrator.domain.state.Run;
import dev.godwit.orchestrator.domain.state.TargetLook;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What both systems say when they are looked at, and the first gate. */
final class AssessmentReports {
  private static final long SETUP_SECONDS = 5;

  private final Settings settings;

  AssessmentReports(Settings settings) {
    this.settings = settings;
  }

  Decision source(Forward state, SourceAssessmentReport report) {
    if (!(state instanceof Assessing on) || !on.issued() || on.sourceFingerprint() != null) {
      return ignored("the old system was assessed already");
    }
    Event half = new SourceAssessed(report.entities(), report.fingerprint());
    return on.target() == null
        ? accepted(half)
        : both(half, on.run(), report.entities(), report.fingerprint(), on.target());
  }

  Decision target(Forward state, TargetAssessmentReport report) {
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

  Decision unknown(Forward state, CustomerUnknownReport report) {
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
    closedGate(run, assessment, rows)
        .ifPresentOrElse(
            failure -> events.addAll(Endings.fail(new Assessed(run, assessment), failure)),
            () -> events.add(new PrepareStarted()));
    return accepted(events);
  }

  private Optional<Failure> closedGate(Run run, Assessment assessment, List<EntityCount> rows) {
    if (!assessment.leftovers().isEmpty()) {
      return closed(
          "Expected a new system without rows of customer %s, found %s."
              .formatted(run.request().customer(), Words.tables(assessment.leftovers())),
          "Find out where these rows come from and remove them from the new system; they were not"
              + " touched.");
    }
    if (!run.live()) {
      return Optional.empty();
    }
    Rehearsal rehearsal = run.permit().rehearsal();
    List<String> changed = new ArrayList<>();
    if (!rehearsal.sourceFingerprint().equals(assessment.sourceFingerprint())) {
      changed.add("source pack " + run.request().sourcePack());
    }
    if (!rehearsal.targetFingerprint().equals(assessment.targetFingerprint())) {
      changed.add("target pack " + run.request().targetPack());
    }
    if (!changed.isEmpty()) {
      return closed(
          "Expected the packs that were rehearsed in run %d, found changed since: %s."
              .formatted(rehearsal.run(), String.join(", ", changed)),
          "Rehearse again with the packs as they are now.");
    }
    List<String> grown = grown(rehearsal, rows);
    return grown.isEmpty()
        ? Optional.empty()
        : closed(
            "Expected at most %d %% more rows than were rehearsed in run %d, found %s."
                .formatted(settings.maxGrowthPercent(), rehearsal.run(), String.join(", ", grown)),
            "Rehearse again with the data as it is now, or raise GODWIT_MAX_GROWTH_PERCENT.");
  }

  private static Optional<Failure> closed(String reason, String nextStep) {
    return Optional.of(new Failure(Cause.REFUSED, reason, "", nextStep));
  }

  /** Opens and clicks are left out: they grow all the time, and say little of new kinds of data. */
  private List<String> grown(Rehearsal rehearsal, List<EntityCount> rows) {
    List<String> grown = new ArrayList<>();
    for (EntityCount now : rows) {
      long rehearsed = rows(rehearsal.sourceRows(), now.entity());
      boolean counts = now.entity() != Entity.ENGAGEMENTS;
      if (counts && now.rows() > rehearsed + rehearsed * settings.maxGrowthPercent() / 100) {
        grown.add("%d rows of %s after %d".formatted(now.rows(), now.entity(), rehearsed));
      }
    }
    return grown;
  }

  private static long rows(List<EntityCount> counts, Entity entity) {
    return counts.stream()
        .filter(count -> count.entity() == entity)
        .mapToLong(EntityCount::rows)
        .sum();
  }

  private long estimate(List<EntityCount> rows) {
    long all = rows.stream().mapToLong(EntityCount::rows).sum();
    return SETUP_SECONDS + all / settings.estimateRowsPerSecond();
  }
}
