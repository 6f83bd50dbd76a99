package dev.godwit.orchestrator.domain.decide;

import dev.godwit.orchestrator.domain.common.MergeDecision;
import dev.godwit.orchestrator.domain.decide.Decision.Rejection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds decisions of one command that contradict each other: rows that are kept apart and are one
 * by other decisions, perhaps through further rows; or a rule that is decided both ways. Between
 * commands the later one counts; within one there is no later. One for each command; not
 * thread-safe.
 */
final class MergeContradictions {
  private record Row(String entity, String id) {}

  /** A row of the same set for each row: the root of a set is its own. */
  private final Map<Row, Row> sets = new HashMap<>();

  /** Index of the first decision by which a row is one with others. */
  private final Map<Row, Integer> togetherBy = new HashMap<>();

  private MergeContradictions() {}

  /** The first contradiction; null where there is none. */
  static Rejection of(List<MergeDecision> decisions) {
    MergeContradictions all = new MergeContradictions();
    for (int i = 0; i < decisions.size(); i++) {
      if (decisions.get(i).isTogether()) {
        all.join(i, decisions.get(i));
      }
    }
    Rejection flaw = null;
    for (int i = 0; i < decisions.size() && flaw == null; i++) {
      MergeDecision one = decisions.get(i);
      flaw = one.isByRule() ? otherWay(decisions, i) : one.isTogether() ? null : all.apart(i, one);
    }
    return flaw;
  }

  private void join(int index, MergeDecision decision) {
    Row first = null;
    for (String id : decision.members()) {
      Row row = row(decision, id);
      togetherBy.putIfAbsent(row, index);
      if (first == null) {
        first = row;
      } else {
        sets.put(root(row), root(first));
      }
    }
  }

  private Rejection apart(int index, MergeDecision decision) {
    Map<Row, Integer> roots = new HashMap<>();
    for (int i = 0; i < decision.members().size(); i++) {
      Row row = row(decision, decision.members().get(i));
      if (togetherBy.containsKey(row)) {
        Integer other = roots.putIfAbsent(root(row), i);
        if (other != null) {
          return contradiction(
              "decisions[%d] that keeps members %d and %d apart, and decisions[%d] by which they are one"
                  .formatted(index, other, i, togetherBy.get(row)));
        }
      }
    }
    return null;
  }

  /** Rules are few, so that each is compared with each before it. */
  private static Rejection otherWay(List<MergeDecision> decisions, int index) {
    MergeDecision one = decisions.get(index);
    for (int i = 0; i < index; i++) {
      MergeDecision other = decisions.get(i);
      if (other.isByRule()
          && other.isTogether() != one.isTogether()
          && other.entity().equals(one.entity())
          && (other.rule().equalsIgnoreCase(one.rule()) || isOfEvery(other) || isOfEvery(one))) {
        return contradiction(
            "decisions[%d] and decisions[%d] that decide groups of the same rule both ways"
                .formatted(i, index));
      }
    }
    return null;
  }

  private static boolean isOfEvery(MergeDecision decision) {
    return decision.rule().equals(MergeDecision.EVERY_RULE);
  }

  private static Rejection contradiction(String found) {
    return new Rejection(
        "decisions: none that contradicts another one of the command",
        found,
        "Remove one of them and send the command again with a new id.");
  }

  private static Row row(MergeDecision decision, String id) {
    return new Row(decision.entity().name(), id);
  }

  /** Halves the path as it goes, so that long chains stay cheap. */
  private Row root(Row row) {
    Row at = row;
    Row next = sets.getOrDefault(at, at);
    while (!next.equals(at)) {
      Row after = sets.getOrDefault(next, next);
      sets.put(at, after);
      at = next;
      next = after;
    }
    return at;
  }
}
