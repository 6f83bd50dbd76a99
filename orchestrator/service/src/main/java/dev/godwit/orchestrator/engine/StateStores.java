package dev.godwit.orchestrator.engine;

import dev.godwit.orchestrator.domain.common.EntityPlan;
import dev.godwit.orchestrator.domain.state.ForwardState.Copying;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.Programme;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The state that the engine keeps between records: a cache of the fold of all events. A plan, which
 * can be large and does not change while its chunks come in, is kept apart from its migration.
 *
 * <p>Ids of answered commands are kept for ever, as the topic of commands keeps the commands: were
 * the offsets lost, every command would be read again and must not be answered again. About 100
 * bytes each. Of the clock's commands the last one of each customer is kept.
 *
 * <p>Not thread-safe; one for each processor.
 */
final class StateStores {
  static final String MIGRATIONS = "godwit-migrations";
  static final String PLANS = "godwit-plans";
  static final String PROGRAMME = "godwit-programme";
  static final String ANSWERED = "godwit-answered-commands";

  /** Key beside that of the programme. */
  private static final String POSITION = "position";

  private final KeyValueStore<String, byte[]> migrations;
  private final KeyValueStore<String, byte[]> plans;
  private final KeyValueStore<String, byte[]> programme;
  private final KeyValueStore<String, byte[]> answered;
  private final StateJson json = new StateJson();
  private final Map<String, Migration> read = new HashMap<>();

  private record StoredProgramme(String version, Programme programme) {}

  private record StoredPlans(List<EntityPlan> plans) {}

  StateStores(ProcessorContext<?, ?> context) {
    this.migrations = context.getStateStore(MIGRATIONS);
    this.plans = context.getStateStore(PLANS);
    this.programme = context.getStateStore(PROGRAMME);
    this.answered = context.getStateStore(ANSWERED);
  }

  /** Whether the stores hold a fold that this build can read. */
  boolean areCurrent() {
    byte[] value = programme.get(Programme.ID);
    return value != null && json.version(value).equals(StateJson.VERSION);
  }

  Programme programme() {
    return json.read(programme.get(Programme.ID), StoredProgramme.class).programme();
  }

  void put(Programme now) {
    programme.put(Programme.ID, json.write(new StoredProgramme(StateJson.VERSION, now)));
  }

  /** The migration, without history where there is none. */
  Migration migration(String id, Programme now) {
    Migration known = known(id);
    return known != null ? known : Migration.unrequested(id, now.paused());
  }

  private Migration known(String id) {
    Migration known = read.get(id);
    if (known == null) {
      byte[] value = migrations.get(id);
      if (value != null) {
        known = withPlans(json.read(value, Migration.class));
        read.put(id, known);
      }
    }
    return known;
  }

  /** All migrations that have a history. */
  List<Migration> migrations() {
    List<String> ids = keys(migrations);
    return ids.stream().map(this::known).toList();
  }

  void put(Migration now) {
    Migration before = known(now.id());
    List<EntityPlan> had = before == null ? List.of() : plansOf(before);
    List<EntityPlan> has = plansOf(now);
    if (has != had && !has.equals(had)) {
      plans.put(now.id(), has.isEmpty() ? null : json.write(new StoredPlans(has)));
    }
    migrations.put(now.id(), json.write(now.withPlans(List.of())));
    read.put(now.id(), now);
  }

  private Migration withPlans(Migration stored) {
    byte[] value = plans.get(stored.id());
    return value == null ? stored : stored.withPlans(json.read(value, StoredPlans.class).plans());
  }

  private static List<EntityPlan> plansOf(Migration migration) {
    return migration.state() instanceof Copying copying ? copying.extraction().plans() : List.of();
  }

  boolean isAnswered(String commandId) {
    ClockId clock = ClockId.parse(commandId);
    if (clock != null) {
      return clock.tick() <= lastTick(clock);
    }
    return answered.get(commandId) != null;
  }

  /** Author of the command of an id that was answered; null where none was, or the clock's was. */
  String answeredAuthor(String commandId) {
    byte[] author = ClockId.parse(commandId) != null ? null : answered.get(commandId);
    return author == null ? null : new String(author, StandardCharsets.UTF_8);
  }

  /**
   * Offset of the last command that an event names; -1 where none does. A record up to it was read
   * before: the engine lost its offsets.
   */
  long lastPosition() {
    byte[] value = programme.get(POSITION);
    return value == null ? -1 : Long.parseLong(new String(value, StandardCharsets.UTF_8));
  }

  /** Moves the last position forward, never back. */
  void position(long position) {
    if (position > lastPosition()) {
      programme.put(POSITION, Long.toString(position).getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Remembers that a command was answered, and whose it was. */
  void answered(String commandId, String author) {
    ClockId clock = ClockId.parse(commandId);
    if (clock != null) {
      long last = Math.max(clock.tick(), lastTick(clock));
      answered.put(clock.key(), Long.toString(last).getBytes(StandardCharsets.UTF_8));
      return;
    }
    answered.put(commandId, author.getBytes(StandardCharsets.UTF_8));
  }

  private long lastTick(ClockId clock) {
    byte[] value = answered.get(clock.key());
    return value == null ? -1 : Long.parseLong(new String(value, StandardCharsets.UTF_8));
  }

  /** Whether a fold has at least the events of every migration that the stores know. */
  boolean isNotBefore(StateRebuild rebuilt) {
    Map<String, Migration> folded = byId(rebuilt);
    return rebuilt.programme().sequence() >= programme().sequence()
        && migrations().stream()
            .allMatch(
                m -> folded.containsKey(m.id()) && folded.get(m.id()).sequence() >= m.sequence());
  }

  /** Number of migrations whose state is another one than in a fold. */
  int differing(StateRebuild rebuilt) {
    return (int)
        rebuilt.migrations().stream().filter(folded -> !folded.equals(known(folded.id()))).count();
  }

  private static Map<String, Migration> byId(StateRebuild rebuilt) {
    Map<String, Migration> folded = new HashMap<>();
    rebuilt.migrations().forEach(m -> folded.put(m.id(), m));
    return folded;
  }

  /** Replaces the stores' content by a fold. */
  void replace(StateRebuild rebuilt) {
    for (KeyValueStore<String, byte[]> store : List.of(migrations, plans, programme, answered)) {
      keys(store).forEach(store::delete);
    }
    read.clear();
    rebuilt.migrations().forEach(this::put);
    rebuilt.answered().forEach(this::answered);
    put(rebuilt.programme());
    position(rebuilt.position());
  }

  private static List<String> keys(KeyValueStore<String, byte[]> store) {
    List<String> keys = new ArrayList<>();
    try (KeyValueIterator<String, byte[]> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<String, byte[]> entry = all.next();
        keys.add(entry.key);
      }
    }
    return keys;
  }
}
