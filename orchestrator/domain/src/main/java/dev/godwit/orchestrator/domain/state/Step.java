package dev.godwit.orchestrator.domain.state;

import dev.godwit.orchestrator.domain.task.DispatchedTask;
import java.util.List;

/**
 * What an event does: the migration after it, and the tasks that follow.
 *
 * @param after the migration after the event
 * @param tasks what is handed out because of it; only for whoever decided, never on a rebuild
 */
public record Step(Migration after, List<DispatchedTask> tasks) {
  public Step {
    tasks = List.copyOf(tasks);
  }
}
