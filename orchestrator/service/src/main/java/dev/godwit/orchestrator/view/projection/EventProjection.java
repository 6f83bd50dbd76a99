package dev.godwit.orchestrator.view.projection;

import dev.godwit.api.CommandAnswer;
import dev.godwit.orchestrator.codec.ControlPlaneCodec;
import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.event.Recorded.Envelope;
import dev.godwit.orchestrator.domain.event.RequestEvent.CommandRejected;
import dev.godwit.orchestrator.domain.event.RunEvent.RunStarted;
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
  /** Ids of the commands that the clock sends for ever; their answers are not kept. */
  private static final String OF_THE_CLOCK = "clock/";

  private final ControlPlaneCodec codec = new ControlPlaneCodec();

  @Override
  public String topic() {
    return Topics.EVENTS;
  }

  @Override
  public void apply(SpecificRecord value, int partition, long offset) {
    Recorded recorded = codec.toEvent(value);
    Storyteller.Entry entry = Storyteller.entry(recorded);
    StoryRow.keep(recorded.envelope(), entry);
    answer(recorded, entry);
    fold(recorded);
  }

  /** The first event that a command causes is its answer. */
  private static void answer(Recorded recorded, Storyteller.Entry entry) {
    Envelope envelope = recorded.envelope();
    if (recorded.event() instanceof CommandRejected rejected) {
      CommandAnswerRow row = new CommandAnswerRow();
      row.commandId = rejected.commandId();
      row.state = CommandAnswer.State.REJECTED.name();
      row.command = rejected.command();
      row.expected = rejected.expected();
      row.found = rejected.found();
      row.action = rejected.action();
      row.keep(envelope, entry.line());
    } else if (envelope.causationId().equals(envelope.correlationId())
        && !envelope.causationId().startsWith(OF_THE_CLOCK)) {
      CommandAnswerRow row = new CommandAnswerRow();
      row.commandId = envelope.causationId();
      row.state = CommandAnswer.State.ACCEPTED.name();
      row.command = recorded.event().name();
      row.keep(envelope, entry.line());
    }
  }

  private static void fold(Recorded recorded) {
    if (MigrationFold.isRejection(recorded.event())) {
      return;
    }
    Envelope envelope = recorded.envelope();
    String customer = envelope.migrationId();
    RunDocument run = null;
    if (envelope.run() > 0) {
      RunRow row = RunRow.of(customer, envelope.run());
      run = row == null ? begun(envelope) : row.read();
      RunFold.apply(run, recorded);
      if (recorded.event() instanceof RunStarted) {
        follow(envelope);
      }
      row = row == null ? new RunRow() : row;
      row.keep(run);
    }
    MigrationRow row = MigrationRow.findById(customer);
    MigrationDocument migration = row == null ? requested(customer) : row.read();
    MigrationFold.apply(migration, run, recorded);
    row = row == null ? new MigrationRow() : row;
    row.keep(migration);
  }

  private static void follow(Envelope envelope) {
    RunRow row = RunRow.of(envelope.migrationId(), envelope.run() - 1);
    if (row != null) {
      RunDocument before = row.read();
      RunFold.followed(before, envelope.occurredAt());
      row.keep(before);
    }
  }

  private static RunDocument begun(Envelope envelope) {
    RunDocument run = new RunDocument();
    run.customer = envelope.migrationId();
    run.run = envelope.run();
    run.startedAt = envelope.occurredAt();
    return run;
  }

  private static MigrationDocument requested(String customer) {
    MigrationDocument migration = new MigrationDocument();
    migration.customer = customer;
    return migration;
  }
}
