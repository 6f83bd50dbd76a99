package dev.godwit.worker.decision;

import dev.godwit.worker.decision.StoredDecision.Fixes;
import dev.godwit.worker.decision.StoredDecision.Merges;
import java.util.List;

/**
 * The decisions that a run has. Immutable and thread-safe.
 *
 * @param all in their order: a later one counts before an earlier one
 */
public record RunDecisions(List<StoredDecision> all) {
  /** No decision was made. */
  public static final RunDecisions NONE = new RunDecisions(List.of());

  public RunDecisions {
    all = List.copyOf(all);
  }

  /** Those about merges, in their order. */
  public List<Merges> merges() {
    return all.stream().filter(Merges.class::isInstance).map(Merges.class::cast).toList();
  }

  /** Those about values that the target cannot take, in their order. */
  public List<Fixes> fixes() {
    return all.stream().filter(Fixes.class::isInstance).map(Fixes.class::cast).toList();
  }
}
