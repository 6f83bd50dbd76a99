package dev.godwit.orchestrator.view.projection;

import dev.godwit.api.CommandAnswer;
import dev.godwit.orchestrator.codec.ControlPlaneCodec;
import dev.godwit.orchestrator.domain.event.DecisionEvent;
import dev.godwit.orchestrator.domain.event.ProbeEvent.ProbesMeasured;
import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.event.Recorded.Envelope;
import dev.godwit.orchestrator.domain.event.RequestEvent.CommandRejected;
import dev.godwit.orchestrator.domain.event.RunEvent.RunStarted;
import dev.godwit.orchestrator.view.fold.MigrationDocument;
import dev.godwit.orchestrator.view.fold.MigrationFold;
import dev.godwit.orchestrator.view.fold.RunDocument;
import dev.godwit.orchestrator.view.fold.RunFold;
import dev.godwit.orchestrator.view.store.AuditRow;
import dev.godwit.orchestrator.view.store.CommandAnswerRow;
import dev.godwit.orchestrator.view.store.DecisionRow;
import dev.godwit.orchestrator.view.store.MigrationRow;
import dev.godwit.orchestrator.view.store.ProbeRow;
import dev.godwit.orchestrator.view.store.RunRow;
import dev.godwit.orchestrator.view.store.StoryRow;
import dev.godwit.orchestrator.view.story.Storyteller;
import dev.godwit.records.Topics;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/** Events into migrations, runs, the story and the answers to commands. */
@ApplicationScoped
class EventProjection implements Projection {
  /** Ids of the commands that the clock sends for ever; their answers are not kept. */
  private static final String OF_THE_CLOCK = "clock/";

  private static final int ENVELOPE = 0;

  private final ControlPlaneCodec codec = new ControlPlaneCodec();

  /** Documents of the batch: each is read once, and written once at its end. */
  private final Map<String, RunDocument> runs = new HashMap<>();

  private final Map<String, MigrationDocument> migrations = new HashMap<>();

  /** Ids of the batch's events whose line is kept already. */
  private final Set<String> kept = new HashSet<>();

  @Override
  public String topic() {
    return Topics.EVENTS;
  }

  @Override
  public void begin(List<SpecificRecord> values) {
    forget();
    kept.addAll(
        StoryRow.keptOf(
            values.stream()
                .filter(value -> value.get(ENVELOPE) instanceof dev.godwit.event.v1.Envelope)
                .map(value -> ((dev.godwit.event.v1.Envelope) value.get(ENVELOPE)).getEventId())
                .toList()));
  }

  @Override
  public void end() {
    for (RunDocument run : runs.values()) {
      RunRow row = RunRow.of(run.customer, run.run);
      row = row == null ? new RunRow() : row;
      row.keep(run);
    }
    for (MigrationDocument migration : migrations.values()) {
      MigrationRow row = MigrationRow.findById(migration.customer);
      row = row == null ? new MigrationRow() : row;
      row.keep(migration);
    }
    forget();
  }

  @Override
  public void forget() {
    runs.clear();
    migrations.clear();
    kept.clear();
  }

  @Override
  public void apply(SpecificRecord value, int partition, long offset) {
    Recorded recorded = codec.toEvent(value);
    Storyteller.Entry entry = Storyteller.entry(recorded);
    if (kept.add(recorded.envelope().eventId())) {
      StoryRow.keep(recorded.envelope(), entry);
    }
    answer(recorded, entry);
    AuditRow.keep(recorded, entry.line(), offset);
    if (recorded.event() instanceof DecisionEvent decision) {
      DecisionRow.keep(recorded.envelope(), decision, entry.line());
    }
    fold(recorded);
    if (recorded.event() instanceof ProbesMeasured) {
      Envelope envelope = recorded.envelope();
      RunDocument run = run(envelope.migrationId(), envelope.run());
      ProbeRow.keep(run, migration(envelope.migrationId()).targetPack);
    }
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

  private void fold(Recorded recorded) {
    if (MigrationFold.isRejection(recorded.event())) {
      return;
    }
    Envelope envelope = recorded.envelope();
    RunDocument run = null;
    if (envelope.run() > 0) {
      run = run(envelope.migrationId(), envelope.run());
      if (run == null) {
        run = begun(envelope);
        runs.put(run.id(), run);
      }
      RunFold.apply(run, recorded);
      if (recorded.event() instanceof RunStarted) {
        follow(envelope);
      }
    }
    MigrationFold.apply(migration(envelope.migrationId()), run, recorded);
  }

  private void follow(Envelope envelope) {
    RunDocument before = run(envelope.migrationId(), envelope.run() - 1);
    if (before != null) {
      RunFold.followed(before, envelope.occurredAt());
    }
  }

  /** A run as the batch has it so far; null where there is none. */
  private RunDocument run(String customer, int number) {
    RunDocument run = runs.get(customer + "/" + number);
    if (run == null) {
      run = RunRow.document(customer, number);
      if (run != null) {
        runs.put(run.id(), run);
      }
    }
    return run;
  }

  private MigrationDocument migration(String customer) {
    return migrations.computeIfAbsent(
        customer,
        id -> {
          MigrationRow row = MigrationRow.findById(id);
          return row == null ? requested(id) : row.read();
        });
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
