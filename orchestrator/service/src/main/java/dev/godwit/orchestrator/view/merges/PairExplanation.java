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
          case "TOGETHER" -> "A person decided that they are one" + decision(group);
          case "APART" -> "A person keeps them apart" + decision(group);
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

  private static String decision(MergeGroupAnswer group) {
    return group.decision() == null
        ? " (a decision that was undone since)"
        : " (decision " + group.decision() + ")";
  }

  /**
   * Groups of a run.
   *
   * @param ofLeft those that list the one row
   * @param ofRight those that list the other row
   * @param large those of the entity that have more rows than they list
   */
  record Groups(
      List<MergeGroupAnswer> ofLeft,
      List<MergeGroupAnswer> ofRight,
      List<MergeGroupAnswer> large) {}

  /** No group lists both. */
  static MergeExplanationAnswer apart(
      String entity, String left, String right, int run, Groups groups) {
    String text =
        run == 0
            ? "No run of this customer was planned yet, so no rows were compared. Rehearse it first."
            : groups.large().isEmpty()
                ? separate(left, right, run, groups)
                : unknown(left, right, run, groups);
    return new MergeExplanationAnswer(entity, left, right, run, null, List.of(), text);
  }

  /** A row that no group lists may be one of those that a large group has beyond its list. */
  private static String unknown(String left, String right, int run, Groups groups) {
    return ("No merge group of run %d lists both. %s %s But %s more rows than the 200 that the read model keeps: %s."
            + " Whether the rows are among them is not known; trace a row to see what became of it: godwit trace.")
        .formatted(
            run,
            stands(left, groups.ofLeft()),
            stands(right, groups.ofRight()),
            groups.large().size() == 1 ? "1 group has" : groups.large().size() + " groups have",
            groups.large().stream()
                .limit(5)
                .map(g -> "%s (%s rows)".formatted(g.group(), Figures.count(g.size())))
                .collect(Collectors.joining(", ")));
  }

  private static String separate(String left, String right, int run, Groups groups) {
    return ("No merge group of run %d has both: they were not compared, as nothing that both have is"
            + " equal or alike enough, or their weight was below the pack's threshold for review,"
            + " or a row is not in the snapshot. They stay separate. %s %s To see what"
            + " each of their fields weighs: godwit merges compare. To make them one all the"
            + " same, decide by their ids: godwit merges decide.")
        .formatted(run, stands(left, groups.ofLeft()), stands(right, groups.ofRight()));
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
