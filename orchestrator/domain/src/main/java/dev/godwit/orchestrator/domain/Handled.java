package dev.godwit.orchestrator.domain;

import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.Programme;
import dev.godwit.orchestrator.domain.task.DispatchedTask;
import java.util.List;

/**
 * The result of an input.
 *
 * @param migration the migration after it; null for an input about the programme
 * @param programme the programme after it
 * @param events what was recorded, in order
 * @param tasks what was dispatched, in order
 * @param ignored why nothing was recorded; empty where something was
 */
public record Handled(
    Migration migration,
    Programme programme,
    List<Recorded> events,
    List<DispatchedTask> tasks,
    String ignored) {
  public Handled {
    events = List.copyOf(events);
    tasks = List.copyOf(tasks);
  }
}
