package dev.godwit.orchestrator.domain.decide;

import dev.godwit.orchestrator.domain.state.Decisions;
import dev.godwit.orchestrator.domain.state.Decisions.Numbered;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.Run.Rehearsal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Refuses a live run after a rehearsal with other decisions than those that hold now: what it found
 * says nothing about the run that would follow. Stateless and thread-safe.
 */
final class StaleRehearsal {
  private StaleRehearsal() {}

  /** The refusal; empty where the rehearsal had the decisions that hold now. */
  static Optional<Decision> of(Migration migration, Rehearsal rehearsal) {
    Decisions now = migration.decisions();
    if (rehearsal.decisions().equals(now.positions())) {
      return Optional.empty();
    }
    return Optional.of(
        Decision.rejected(
            "a rehearsal with the decisions that hold now",
            "rehearsal %d was made without them: %s"
                .formatted(rehearsal.run(), String.join("; ", changes(rehearsal, now))),
            "Rehearse again: godwit rehearse %s --by YOU --why TEXT; then approve that rehearsal."
                .formatted(CommandLine.word(migration.request().customer()))));
  }

  private static List<String> changes(Rehearsal rehearsal, Decisions now) {
    List<String> changes = new ArrayList<>();
    String made =
        now.holding().stream()
            .filter(one -> !rehearsal.decisions().contains(one.position()))
            .map(Numbered::number)
            .map(String::valueOf)
            .collect(Collectors.joining(", "));
    if (!made.isEmpty()) {
      changes.add("decided since: " + made);
    }
    List<Long> holding = now.positions();
    long undone = rehearsal.decisions().stream().filter(one -> !holding.contains(one)).count();
    if (undone > 0) {
      changes.add("undone since: " + undone);
    }
    return changes;
  }
}
