package dev.godwit.orchestrator.view.merges;

import dev.godwit.api.MergeExplanationAnswer;
import dev.godwit.api.MergeGroupAnswer;
import dev.godwit.api.PairAnswer;
import dev.godwit.api.text.Figures;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Explains what the groups of a run say about two rows. Stateless. */
final class PairExplanation {
  private PairExplanation() {}

  /**
   * Both are in a group.
   *
   * @param evidence the pairs that its record holds
   */
  static MergeExplanationAnswer together(
      String entity, String left, String right, MergeGroupAnswer group, List<PairAnswer> evidence) {
    List<PairAnswer> path = path(left, right, evidence);
    String state =
        switch (group.state()) {
          case "AUTOMATIC" -> "A rule merges them";
          case "REVIEW" -> "A person has to decide whether they are one";
          case "TOGETHER" ->
              "A person decided that they are one (decision " + group.decision() + ")";
          case "APART" -> "A person keeps them apart (decision " + group.decision() + ")";
          default -> "Their group is in state " + group.state();
        };
    String link =
        switch (path.size()) {
          case 0 ->
              "its record does not hold the pairs that link them (it holds the 200 of the greatest weight)";
          case 1 ->
              "compared with each other: %s, weight %.1f bits"
                  .formatted(path.getFirst().rule(), path.getFirst().weight());
          default ->
              "not compared with each other, but linked through %s other %s"
                  .formatted(Figures.count(path.size() - 1), path.size() == 2 ? "row" : "rows");
        };
    return new MergeExplanationAnswer(
        entity,
        left,
        right,
        group.run(),
        group,
        path,
        "%s: both are in group %s of run %d, %s."
            .formatted(state, group.group(), group.run(), link));
  }

  /** No group has both. */
  static MergeExplanationAnswer apart(
      String entity,
      String left,
      String right,
      int run,
      List<MergeGroupAnswer> ofLeft,
      List<MergeGroupAnswer> ofRight) {
    String text =
        run == 0
            ? "No run of this customer was planned yet, so no rows were compared. Rehearse it first."
            : ("No merge group of run %d has both: they were not compared, as nothing that both have is"
                    + " equal or alike enough, or their weight was below the pack's threshold for review,"
                    + " or a row is not in the snapshot. They stay separate. %s %s To make them one all"
                    + " the same, decide by their ids: godwit merges decide.")
                .formatted(run, stands(left, ofLeft), stands(right, ofRight));
    return new MergeExplanationAnswer(entity, left, right, run, null, List.of(), text);
  }

  private static String stands(String id, List<MergeGroupAnswer> groups) {
    return groups.isEmpty()
        ? "%s is in no group.".formatted(id)
        : "%s is in %s."
            .formatted(
                id,
                groups.stream()
                    .map(g -> "group %s (%s)".formatted(g.group(), g.state()))
                    .collect(Collectors.joining(", ")));
  }

  /** The shortest chain of pairs from one row to the other; empty where there is none. */
  private static List<PairAnswer> path(String left, String right, List<PairAnswer> evidence) {
    Map<String, PairAnswer> reachedBy = new HashMap<>();
    Deque<String> next = new ArrayDeque<>(List.of(left));
    while (!next.isEmpty() && !reachedBy.containsKey(right)) {
      String row = next.removeFirst();
      for (PairAnswer pair : evidence) {
        String other = other(pair, row);
        if (other != null && !other.equals(left) && reachedBy.putIfAbsent(other, pair) == null) {
          next.addLast(other);
        }
      }
    }
    List<PairAnswer> path = new ArrayList<>();
    for (String row = right; reachedBy.containsKey(row); row = other(path.getFirst(), row)) {
      path.addFirst(reachedBy.get(row));
    }
    return path;
  }

  private static String other(PairAnswer pair, String row) {
    return pair.left().equals(row) ? pair.right() : pair.right().equals(row) ? pair.left() : null;
  }
}
