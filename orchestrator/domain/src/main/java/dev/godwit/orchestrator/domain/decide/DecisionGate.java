package dev.godwit.orchestrator.domain.decide;

import dev.godwit.orchestrator.domain.state.Decisions;
import dev.godwit.orchestrator.domain.state.Decisions.Kind;
import dev.godwit.orchestrator.domain.state.Decisions.Numbered;
import dev.godwit.orchestrator.domain.state.Migration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Holds the commit of a live run whose rows were made with other decisions than those that hold
 * now: a decision about merges that was made since the run began, or one of any kind that was
 * undone since. A fix that was decided since is for records that are redriven, so it holds nothing.
 * Stateless and thread-safe.
 */
final class DecisionGate {
  private DecisionGate() {}

  /** Why the run may not be committed, one sentence each; empty where it may. */
  static List<String> closed(Migration migration) {
    List<Long> had = migration.run().decisions();
    Decisions now = migration.decisions();
    List<String> closed = new ArrayList<>();
    String made =
        now.holding().stream()
            .filter(one -> one.kind() == Kind.MERGES && !had.contains(one.position()))
            .map(Numbered::number)
            .map(String::valueOf)
            .collect(Collectors.joining(", "));
    if (!made.isEmpty()) {
      closed.add(
          "Merges were decided since the run began (decision %s), so its rows are without them; undo that and resume, or roll back and rehearse."
              .formatted(made));
    }
    List<Long> holding = now.positions();
    long undone = had.stream().filter(one -> !holding.contains(one)).count();
    if (undone > 0) {
      closed.add(
          "%s undone since the run began, and its rows were made with %s; roll back and rehearse."
              .formatted(
                  undone == 1 ? "1 decision was" : undone + " decisions were",
                  undone == 1 ? "it" : "them"));
    }
    return closed;
  }
}
