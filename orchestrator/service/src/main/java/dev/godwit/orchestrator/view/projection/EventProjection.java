package dev.godwit.orchestrator.view.projection;

import dev.godwit.api.CommandAnswer;
import dev.godwit.api.StoryLine;
import dev.godwit.event.v1.CommandRejected;
import dev.godwit.event.v1.Envelope;
import dev.godwit.event.v1.RunStarted;
import dev.godwit.orchestrator.view.fold.Envelopes;
import dev.godwit.orchestrator.view.fold.MigrationDocument;
import dev.godwit.orchestrator.view.fold.MigrationFold;
import dev.godwit.orchestrator.view.fold.RunDocument;
import dev.godwit.orchestrator.view.fold.RunFold;
import dev.godwit.orchestrator.view.store.CommandAnswerRow;
import dev.godwit.orchestrator.view.store.MigrationRow;
import dev.godwit.orchestrator.view.store.RunRow;
import dev.godwit.orchestrator.view.store.StoryRow;
import dev.godwit.orchestrator.view.story.Storyteller;
import dev.godwit.records.Topics;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.avro.specific.SpecificRecord;

/** Events into migrations, runs, the story and the answers to commands. */
@ApplicationScoped
class EventProjection implements Projection {
  /** Ids of commands that the clock sends for ever, and that nobody asks after. */
  private static final String OF_THE_CLOCK = "clock/";

  @Override
  public String topic() {
    return Topics.EVENTS;
  }

  @Override
  public void apply(SpecificRecord event, int partition, long offset) {
    Envelope envelope = Envelopes.of(event);
    StoryLine line = Storyteller.tell(event);
    tell(event, envelope, line);
    answer(event, envelope, line);
    fold(event, envelope);
  }

  private static void tell(SpecificRecord event, Envelope envelope, StoryLine line) {
    if (StoryRow.findById(envelope.getEventId()) != null) {
      return;
    }
    StoryRow row = new StoryRow();
    row.eventId = envelope.getEventId();
    row.customer = envelope.getMigrationId();
    row.sequence = line.sequence();
    row.occurredAt = line.at();
    row.who = line.by();
    row.run = line.run();
    row.event = line.event();
    row.tone = line.tone().name();
    row.sentence = line.text();
    row.why = line.why();
    row.decision = Storyteller.isDecision(event);
    row.persist();
  }

  private static void answer(SpecificRecord event, Envelope envelope, StoryLine line) {
    if (event instanceof CommandRejected rejected) {
      CommandAnswerRow row = row(rejected.getCommandId(), envelope, line);
      if (row != null) {
        row.state = CommandAnswer.State.REJECTED.name();
        row.command = rejected.getCommand();
        row.expected = rejected.getExpected();
        row.found = rejected.getFound();
        row.action = rejected.getAction();
        row.persist();
      }
    } else if (envelope.getCausationId().equals(envelope.getCorrelationId())
        && !envelope.getCausationId().startsWith(OF_THE_CLOCK)) {
      CommandAnswerRow row = row(envelope.getCausationId(), envelope, line);
      if (row != null) {
        row.state = CommandAnswer.State.ACCEPTED.name();
        row.command = line.event();
        row.persist();
      }
    }
  }

  /**
   * A new row; null where the command is answered already: the first event because of it is the
   * answer.
   */
  private static CommandAnswerRow row(String commandId, Envelope envelope, StoryLine line) {
    if (CommandAnswerRow.findById(commandId) != null) {
      return null;
    }
    CommandAnswerRow row = new CommandAnswerRow();
    row.commandId = commandId;
    row.customer = envelope.getMigrationId();
    row.answeredAt = envelope.getOccurredAt();
    row.sentence = line.by() + " " + line.text();
    return row;
  }

  private static void fold(SpecificRecord event, Envelope envelope) {
    if (MigrationFold.isRejection(event)) {
      return;
    }
    RunDocument run = null;
    if (envelope.getRun() > 0) {
      RunRow row = RunRow.findById(envelope.getMigrationId() + "/" + envelope.getRun());
      run = row == null ? begun(envelope) : row.read();
      RunFold.apply(run, event);
      if (event instanceof RunStarted) {
        follow(envelope);
      }
      row = row == null ? new RunRow() : row;
      row.keep(run);
      row.persist();
    }
    MigrationRow row = MigrationRow.findById(envelope.getMigrationId());
    MigrationDocument migration = row == null ? requested(envelope) : row.read();
    MigrationFold.apply(migration, run, event);
    row = row == null ? new MigrationRow() : row;
    row.keep(migration);
    row.persist();
  }

  private static void follow(Envelope envelope) {
    RunRow row = RunRow.findById(envelope.getMigrationId() + "/" + (envelope.getRun() - 1));
    if (row != null) {
      RunDocument before = row.read();
      RunFold.followed(before, envelope.getOccurredAt());
      row.keep(before);
    }
  }

  private static RunDocument begun(Envelope envelope) {
    RunDocument run = new RunDocument();
    run.customer = envelope.getMigrationId();
    run.run = envelope.getRun();
    run.startedAt = envelope.getOccurredAt();
    return run;
  }

  private static MigrationDocument requested(Envelope envelope) {
    MigrationDocument migration = new MigrationDocument();
    migration.customer = envelope.getMigrationId();
    return migration;
  }
}
