package dev.godwit.orchestrator.domain.state;

import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.task.DispatchedTask;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The tasks that the events order and that are not answered: the fold of a whole history from its
 * beginning, by the same rules by which the engine dispatches. A worker does no other task: a
 * message that names none of these was ordered by nobody, or its answer is not awaited any more.
 *
 * <p>Grows with the number of migrations, and with the few tasks of each that are out. Not
 * thread-safe.
 */
public final class OrderedTasks {
  private final Map<String, Migration> migrations = new HashMap<>();
  private final Map<String, List<DispatchedTask>> tasks = new HashMap<>();
  private Programme programme = Programme.begun();

  /**
   * Takes the next event, lifted to its newest meaning; one that was taken already changes nothing.
   *
   * @throws ImpossibleEventException where it cannot follow; nothing is changed then
   */
  public void add(Recorded recorded) {
    String id = recorded.envelope().migrationId();
    if (id.equals(Programme.ID)) {
      if (recorded.envelope().sequence() > programme.sequence()) {
        programme = programme.evolve(recorded);
        List.copyOf(migrations.values())
            .forEach(one -> follow(one, Evolution.programme(one, recorded), recorded));
      }
      return;
    }
    Migration before = migrations.getOrDefault(id, Migration.unrequested(id, programme.paused()));
    if (recorded.envelope().sequence() > before.sequence()) {
      Migration after = Evolution.evolve(before, recorded);
      programme = programme.evolve(recorded);
      follow(before, after, recorded);
    }
  }

  private void follow(Migration before, Migration after, Recorded recorded) {
    migrations.put(after.id(), after);
    List<DispatchedTask> all =
        Stream.concat(
                tasks.getOrDefault(after.id(), List.of()).stream(),
                Reaction.react(before, after, recorded.envelope()).stream())
            .toList();
    List<DispatchedTask> awaited = Reaction.awaited(after, all);
    if (awaited.isEmpty()) {
      tasks.remove(after.id());
    } else {
      tasks.put(after.id(), awaited);
    }
  }

  /** The task of a migration as the events order it; empty where they order none of this id. */
  public Optional<DispatchedTask> find(String migration, String taskId) {
    return tasks.getOrDefault(migration, List.of()).stream()
        .filter(task -> task.envelope().taskId().equals(taskId))
        .findFirst();
  }
}
