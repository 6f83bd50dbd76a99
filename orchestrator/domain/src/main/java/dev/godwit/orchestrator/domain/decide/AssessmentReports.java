package dev.godwit.orchestrator.domain.decide;

import static dev.godwit.orchestrator.domain.decide.Decision.accepted;
import static dev.godwit.orchestrator.domain.decide.Decision.ignored;

import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.EntityCount;
import dev.godwit.orchestrator.domain.decide.RunFailure.Failure;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.RunEvent.MigrationAssessed;
import dev.godwit.orchestrator.domain.event.RunEvent.PrepareStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.SourceAssessed;
import dev.godwit.orchestrator.domain.event.RunEvent.TargetAssessed;
import dev.godwit.orchestrator.domain.report.Report.CustomerUnknownReport;
import dev.godwit.orchestrator.domain.report.Report.SourceAssessmentReport;
import dev.godwit.orchestrator.domain.report.Report.TargetAssessmentReport;
import dev.godwit.orchestrator.domain.state.ForwardState.Assessing;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.Migration.Request;
import dev.godwit.orchestrator.domain.state.Run.Rehearsal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides on the answers of source and target to an assessment, and on the first gate. */
final class AssessmentReports {
  private static final long SETUP_SECONDS = 5;

  private final Settings settings;

  AssessmentReports(Settings settings) {
    this.settings = settings;
  }

  Decision source(Migration migration, SourceAssessmentReport report) {
    if (!migration.awaits(Assessing.class)
        || !(migration.state() instanceof Assessing on)
        || on.sourceFingerprint() != null) {
      return ignored("the source was assessed already");
    }
    return assessed(
        migration,
        new SourceAssessed(report.entities(), report.fingerprint()),
        on.withSource(report.fingerprint(), report.entities()));
  }

  Decision target(Migration migration, TargetAssessmentReport report) {
    if (!migration.awaits(Assessing.class)
        || !(migration.state() instanceof Assessing on)
        || on.targetFingerprint() != null) {
      return ignored("the target was assessed already");
    }
    return assessed(
        migration,
        new TargetAssessed(report.rows(), report.fingerprint(), report.points(), report.probes()),
        on.withTarget(report.fingerprint(), report.rows(), report.points(), report.probes()));
  }

  Decision unknown(Migration migration, CustomerUnknownReport report) {
    if (!(migration.state() instanceof Assessing on) || on.sourceFingerprint() != null) {
      return ignored("the source was assessed already");
    }
    String similar =
        report.similar().isEmpty()
            ? ""
            : " Ids that look alike: " + String.join(", ", report.similar()) + ".";
    return accepted(
        RunFailure.end(
            migration,
            Failure.refused(
                "Expected a customer of the source, found none with the id "
                    + migration.request().customer()
                    + "."
                    + similar,
                "Check the id; cancel this migration.")));
  }

  private Decision assessed(Migration migration, Event answer, Assessing now) {
    if (now.sourceFingerprint() == null || now.targetFingerprint() == null) {
      return accepted(answer);
    }
    List<Event> events = new ArrayList<>();
    events.add(answer);
    events.add(
        new MigrationAssessed(
            now.sourceRows(),
            estimate(now.sourceRows()),
            now.sourceFingerprint(),
            now.targetFingerprint(),
            now.leftovers()));
    closedGate(migration, now)
        .ifPresentOrElse(
            failure -> events.addAll(RunFailure.end(migration, failure)),
            () -> events.add(new PrepareStarted()));
    return accepted(events);
  }

  private Optional<Failure> closedGate(Migration migration, Assessing now) {
    Request request = migration.request();
    if (!now.leftovers().isEmpty()) {
      return Optional.of(Failure.targetNotEmpty(request.customer(), now.leftovers()));
    }
    if (!migration.live()) {
      return Optional.empty();
    }
    Rehearsal rehearsal = migration.run().permit().rehearsal();
    List<String> changed = new ArrayList<>();
    if (!rehearsal.sourceFingerprint().equals(now.sourceFingerprint())) {
      changed.add("source pack " + request.sourcePack());
    }
    if (!rehearsal.targetFingerprint().equals(now.targetFingerprint())) {
      changed.add("target pack " + request.targetPack());
    }
    if (!changed.isEmpty()) {
      return Optional.of(
          Failure.refused(
              "Expected the packs that were rehearsed in run %d, found changed since: %s."
                  .formatted(rehearsal.run(), String.join(", ", changed)),
              "Put the former packs back and start again; or rehearse with the packs as they are now."));
    }
    List<String> grown = grown(rehearsal, now.sourceRows());
    return grown.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Failure.refused(
                "Expected at most %d %% more rows than were rehearsed in run %d, found %s."
                    .formatted(
                        settings.maxGrowthPercent(), rehearsal.run(), String.join(", ", grown)),
                "Rehearse again with the data as it is now, or raise GODWIT_MAX_GROWTH_PERCENT."));
  }

  /** Opens and clicks are left out: they grow all the time, and say little of new kinds of data. */
  private List<String> grown(Rehearsal rehearsal, List<EntityCount> rows) {
    List<String> grown = new ArrayList<>();
    for (EntityCount now : rows) {
      long rehearsed = EntityCount.rows(rehearsal.sourceRows(), now.entity());
      boolean counts = !now.entity().equals(Entity.ENGAGEMENTS);
      if (counts && now.rows() > rehearsed + rehearsed * settings.maxGrowthPercent() / 100) {
        grown.add(
            "%s of %s after %d"
                .formatted(StatusText.number(now.rows(), "row"), now.entity(), rehearsed));
      }
    }
    return grown;
  }

  private long estimate(List<EntityCount> rows) {
    long all = rows.stream().mapToLong(EntityCount::rows).sum();
    return SETUP_SECONDS + all / settings.estimateRowsPerSecond();
  }
}
