package dev.godwit.orchestrator.view.story;

import dev.godwit.api.StoryLine;
import dev.godwit.event.v1.CommandRejected;
import dev.godwit.event.v1.Envelope;
import dev.godwit.event.v1.FindingsWaived;
import dev.godwit.event.v1.MigrationApproved;
import dev.godwit.event.v1.MigrationCancelled;
import dev.godwit.event.v1.MigrationPaused;
import dev.godwit.event.v1.MigrationRequested;
import dev.godwit.event.v1.MigrationResumed;
import dev.godwit.event.v1.ProgrammePaused;
import dev.godwit.event.v1.ProgrammeResumed;
import dev.godwit.event.v1.ReportRejected;
import dev.godwit.event.v1.RunStarted;
import dev.godwit.orchestrator.view.fold.Envelopes;
import org.apache.avro.specific.SpecificRecord;

/**
 * Tells an event as one sentence. What people decide is told here, what stages do by {@link
 * WorkStory}.
 */
public final class Storyteller {
  private Storyteller() {}

  /** The line of an event. */
  public static StoryLine tell(SpecificRecord event) {
    Envelope envelope = Envelopes.of(event);
    Told told = told(event);
    return new StoryLine(
        envelope.getSequence(),
        envelope.getOccurredAt(),
        Words.who(envelope.getBy()),
        envelope.getRun(),
        event.getSchema().getName(),
        told.tone(),
        told.text(),
        told.why());
  }

  /** True where a person decided something, rather than a stage did its work. */
  public static boolean isDecision(SpecificRecord event) {
    return switch (event) {
      case MigrationRequested e -> true;
      case RunStarted e -> true;
      case MigrationApproved e -> true;
      case FindingsWaived e -> true;
      case dev.godwit.event.v1.RollbackStarted e -> true;
      case MigrationPaused e -> true;
      case MigrationResumed e -> true;
      case ProgrammePaused e -> true;
      case ProgrammeResumed e -> true;
      case MigrationCancelled e -> true;
      case CommandRejected e -> true;
      default -> false;
    };
  }

  private static Told told(SpecificRecord event) {
    return switch (event) {
      case MigrationRequested e ->
          Told.step(
              "asked for %s to be moved from %s to %s"
                  .formatted(e.getCustomer(), e.getSourcePack(), e.getTargetPack()),
              e.getWhy());
      case RunStarted e ->
          Told.step(
              "began the %s (run %d) with a look at both systems"
                  .formatted(Words.kind(e.getKind()), e.getEnvelope().getRun()),
              e.getWhy());
      case MigrationApproved e ->
          Told.step(
              "approved the live run"
                  + (e.getWaivers().isEmpty()
                      ? ""
                      : " (waived %s: %s)"
                          .formatted(
                              Words.number(e.getWaivers().size(), "finding", "findings"),
                              Words.waivers(e.getWaivers()))),
              e.getWhy());
      case FindingsWaived e -> Told.step("waived " + Words.waivers(e.getWaivers()), e.getWhy());
      case MigrationPaused e -> Told.step("paused the migration", e.getWhy());
      case MigrationResumed e -> Told.step("resumed the migration", e.getWhy());
      case ProgrammePaused e -> Told.step("paused the whole programme", e.getWhy());
      case ProgrammeResumed e -> Told.step("resumed the programme", e.getWhy());
      case MigrationCancelled e -> Told.step("cancelled the migration", e.getWhy());
      case CommandRejected e ->
          Told.warning(
              "%s was rejected: expected %s, found %s. %s"
                  .formatted(e.getCommand(), e.getExpected(), e.getFound(), e.getAction()));
      case ReportRejected e ->
          Told.warning(
              "the report at %s was rejected: expected %s, found %s. %s"
                  .formatted(e.getReportId(), e.getExpected(), e.getFound(), e.getAction()));
      default -> WorkStory.told(event);
    };
  }
}
