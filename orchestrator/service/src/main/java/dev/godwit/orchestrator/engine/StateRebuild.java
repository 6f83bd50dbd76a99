package dev.godwit.orchestrator.engine;

import dev.godwit.orchestrator.codec.HistoryUpcaster;
import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.event.Recorded.Envelope;
import dev.godwit.orchestrator.domain.state.Evolution;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.Programme;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Folds {@code migration.events.v1} from its beginning into what the stores hold. It dispatches no
 * task: tasks follow from deciding, not from reading again. Not thread-safe.
 */
final class StateRebuild {
  private final Map<String, Migration> migrations = new LinkedHashMap<>();
  private final Map<String, String> answered = new LinkedHashMap<>();
  private Programme programme = Programme.begun();
  private long events;
  private long position = Envelope.NO_POSITION;

  /** Folds a whole history. */
  static StateRebuild of(EventHistory history) {
    StateRebuild rebuild = new StateRebuild();
    HistoryUpcaster newest = new HistoryUpcaster(rebuild::add);
    history.forEach(newest);
    newest.end();
    return rebuild;
  }

  /**
   * Folds the next event of the topic.
   *
   * @throws dev.godwit.orchestrator.domain.state.ImpossibleEventException where it cannot follow
   */
  private void add(Recorded recorded) {
    Envelope envelope = recorded.envelope();
    String id = envelope.migrationId();
    if (!id.equals(Programme.ID)) {
      Migration before =
          migrations.computeIfAbsent(id, key -> Migration.unrequested(key, programme.paused()));
      migrations.put(id, Evolution.evolve(before, recorded));
    }
    programme = programme.evolve(recorded);
    if (id.equals(Programme.ID)) {
      migrations.replaceAll((key, migration) -> Evolution.programme(migration, recorded));
    }
    if (envelope.causationId().equals(envelope.correlationId())) {
      answered.putIfAbsent(envelope.causationId(), envelope.by());
    }
    position = Math.max(position, envelope.position());
    events++;
  }

  Collection<Migration> migrations() {
    return migrations.values();
  }

  /** Authors of the commands that were answered, by the commands' ids. */
  Map<String, String> answered() {
    return answered;
  }

  Programme programme() {
    return programme;
  }

  /** Offset of the last command that an event names; -1 where none does. */
  long position() {
    return position;
  }

  /** Number of events folded. */
  long events() {
    return events;
  }
}
