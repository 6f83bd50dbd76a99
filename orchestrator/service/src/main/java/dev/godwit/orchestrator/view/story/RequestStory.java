package dev.godwit.orchestrator.view.story;

import dev.godwit.orchestrator.domain.event.RequestEvent;
import dev.godwit.orchestrator.domain.event.RequestEvent.CommandRejected;
import dev.godwit.orchestrator.domain.event.RequestEvent.FindingsWaived;
import dev.godwit.orchestrator.domain.event.RequestEvent.MigrationApproved;
import dev.godwit.orchestrator.domain.event.RequestEvent.MigrationCancelled;
import dev.godwit.orchestrator.domain.event.RequestEvent.MigrationPaused;
import dev.godwit.orchestrator.domain.event.RequestEvent.MigrationRequested;
import dev.godwit.orchestrator.domain.event.RequestEvent.MigrationResumed;
import dev.godwit.orchestrator.domain.event.RequestEvent.ProgrammePaused;
import dev.godwit.orchestrator.domain.event.RequestEvent.ProgrammeResumed;
import dev.godwit.orchestrator.domain.event.RequestEvent.ReportRejected;

/** Sentences about decisions of people and about rejected records. */
final class RequestStory {
  private RequestStory() {}

  static Sentence of(RequestEvent event) {
    return switch (event) {
      case MigrationRequested e ->
          Sentence.decision(
              "asked for %s to be moved from %s to %s"
                  .formatted(e.customer(), e.sourcePack(), e.targetPack()),
              e.why());
      case MigrationApproved e ->
          Sentence.decision(
              "approved the live run"
                  + (e.waivers().isEmpty()
                      ? ""
                      : " (waived %s: %s)"
                          .formatted(
                              Phrases.number(e.waivers().size(), "finding", "findings"),
                              Phrases.waivers(e.waivers())))
                  + (e.uncovered().isEmpty()
                      ? ""
                      : " though these are not waived: " + Phrases.sentences(e.uncovered())),
              e.why());
      case FindingsWaived e -> Sentence.decision("waived " + Phrases.waivers(e.waivers()), e.why());
      case MigrationPaused e -> Sentence.decision("paused the migration", e.why());
      case MigrationResumed e -> Sentence.decision("resumed the migration", e.why());
      case MigrationCancelled e -> Sentence.decision("cancelled the migration", e.why());
      case ProgrammePaused e -> Sentence.decision("paused the whole programme", e.why());
      case ProgrammeResumed e -> Sentence.decision("resumed the programme", e.why());
      case CommandRejected e ->
          Sentence.warning(
                  "%s was rejected: expected %s, found %s. %s"
                      .formatted(e.command(), e.expected(), e.found(), e.action()))
              .decided();
      case ReportRejected e ->
          Sentence.warning(
              "the report at %s was rejected: expected %s, found %s. %s"
                  .formatted(e.reportId(), e.expected(), e.found(), e.action()));
    };
  }
}
