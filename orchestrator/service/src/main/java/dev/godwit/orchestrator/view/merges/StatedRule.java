package dev.godwit.orchestrator.view.merges;

import dev.godwit.api.MergeGroupDetailAnswer.Member;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * The rule that the source pack has for a field of rows that are one, as its plan published it:
 * whose value is asked for first. The transformer applies it in the same way; see {@code survives}
 * in the reference of packs. Immutable, thread-safe.
 *
 * @param word the pack's word: first, most-recent, most-complete, longest, union, by-team or
 *     constant
 * @param arguments of by-team the teams, the most trusted first; of constant the value; else empty
 */
record StatedRule(String word, List<String> arguments) {
  private static final String CONSTANT = "constant";

  StatedRule {
    arguments = List.copyOf(arguments);
  }

  /** A rule as a record has it: the word, then what it names. */
  static StatedRule of(List<String> words) {
    return new StatedRule(words.getFirst(), words.subList(1, words.size()));
  }

  /** The value that rows have that become one, whatever theirs are; null for theirs. */
  String constant() {
    return word.equals(CONSTANT) ? arguments.getFirst() : null;
  }

  /** The rows, the one whose value counts first; rows that are alike stay in their order. */
  List<Member> ordered(List<Member> members, String field) {
    List<Member> ordered = new ArrayList<>(members);
    switch (word) {
      case "most-recent" ->
          ordered.sort(
              Comparator.comparing(
                  (Member member) -> member.fields().getOrDefault("updatedAt", ""),
                  Comparator.reverseOrder()));
      case "most-complete" -> ordered.sort(descending(StatedRule::filled));
      case "longest" -> ordered.sort(descending(member -> length(member, field)));
      case "by-team" -> ordered.sort(Comparator.comparingInt(this::team));
      default -> {
        // The order of the snapshot counts.
      }
    }
    return ordered;
  }

  /** The rule in words. */
  String text() {
    return switch (word) {
      case "most-recent" -> "the row's that was updated last and has one, by the pack";
      case "most-complete" -> "the row's with values in the most fields, by the pack";
      case "longest" -> "the longest, by the pack";
      case "by-team" ->
          "that of the first of the teams %s, by the pack".formatted(String.join(", ", arguments));
      case CONSTANT -> "'%s' for every merged row, by the pack".formatted(constant());
      case "union" -> "all rows', each once, by the pack";
      case "first" -> "the first row's that has one, by the pack";
      default -> "the pack's rule " + word.toUpperCase(Locale.ROOT);
    };
  }

  private static Comparator<Member> descending(ToLongFunction<Member> rank) {
    return Comparator.comparingLong(rank).reversed();
  }

  private static long filled(Member member) {
    return member.fields().values().stream().filter(value -> !value.isBlank()).count();
  }

  private static long length(Member member, String field) {
    String text = member.fields().getOrDefault(field, "").strip();
    return text.codePointCount(0, text.length());
  }

  private int team(Member member) {
    int rank = arguments.indexOf(member.fields().getOrDefault("team", "").strip());
    return rank < 0 ? Integer.MAX_VALUE : rank;
  }
}
