package dev.godwit.orchestrator.domain;

import dev.godwit.orchestrator.domain.event.DecisionEvent;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.event.Recorded.Envelope;
import dev.godwit.orchestrator.domain.event.RequestEvent.CommandRejected;
import dev.godwit.orchestrator.domain.event.RunEvent.RunStarted;
import dev.godwit.orchestrator.domain.state.Evolution;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.Programme;
import dev.godwit.orchestrator.domain.state.Reaction;
import dev.godwit.orchestrator.domain.task.DispatchedTask;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Gives decided events their envelopes, folds them, and collects the tasks that follow. One for
 * each input; not thread-safe.
 */
final class Recorder {
  private final Meta meta;
  private final String by;
  private final String correlationId;
  private final List<Recorded> events = new ArrayList<>();
  private final List<DispatchedTask> tasks = new ArrayList<>();
  private Migration migration;
  private Programme programme;

  Recorder(Migration migration, Programme programme, Meta meta, String by, String correlationId) {
    this.migration = migration;
    this.programme = programme;
    this.meta = meta;
    this.by = by;
    this.correlationId = correlationId;
  }

  Handled record(List<Event> decided) {
    for (Event event : decided) {
      Recorded recorded =
          new Recorded(envelope(migration.id(), migration.sequence() + 1, run(event)), event);
      Migration after = Evolution.evolve(migration, recorded);
      tasks.addAll(Reaction.react(migration, after, recorded.envelope()));
      migration = after;
      programme = programme.evolve(recorded);
      events.add(recorded);
    }
    return new Handled(migration, programme, events, tasks, "");
  }

  static Handled programme(
      Programme programme, Meta meta, String by, String correlationId, List<Event> decided) {
    Recorder recorder = new Recorder(null, programme, meta, by, correlationId);
    for (Event event : decided) {
      Recorded recorded =
          new Recorded(
              recorder.envelope(Programme.ID, recorder.programme.sequence() + 1, 0), event);
      recorder.programme = recorder.programme.evolve(recorded);
      recorder.events.add(recorded);
    }
    return new Handled(null, recorder.programme, recorder.events, List.of(), "");
  }

  private int run(Event event) {
    return switch (event) {
      case CommandRejected rejected -> 0;
      case DecisionEvent decision -> 0;
      case RunStarted started -> migration.runs() + 1;
      default -> migration.run() == null ? 0 : migration.run().number();
    };
  }

  private Envelope envelope(String id, long sequence, int run) {
    return new Envelope(
        eventId(id, sequence),
        id,
        sequence,
        meta.causationId(),
        correlationId,
        meta.now(),
        by,
        run,
        meta.route(),
        meta.position());
  }

  /** Derived from migration and sequence, so that a repeated decision makes the same id. */
  private static String eventId(String id, long sequence) {
    String name = "event/" + id + "/" + sequence;
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
