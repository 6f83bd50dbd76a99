package dev.godwit.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Option;

/** Options that select merge groups. */
final class MergeSelectionOptions {
  /** States of groups, and all of them. */
  enum State {
    automatic,
    review,
    together,
    apart,
    all
  }

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description =
          "Only groups in this state: ${COMPLETION-CANDIDATES}. review: a person has to decide.")
  State state;

  @Option(names = "--rule", paramLabel = "RULE", description = "Only groups of this rule.")
  String rule;

  @Option(
      names = "--above",
      paramLabel = "BITS",
      description = "Only groups whose match weight is at least this, in bits.")
  Double above;

  @Option(
      names = "--at-most",
      paramLabel = "ROWS",
      description = "Only groups of at most so many rows.")
  Integer atMost;

  /**
   * As parameters of a request.
   *
   * @param otherwise state where none is given
   */
  Map<String, Object> parameters(State otherwise) {
    State wanted = state == null ? otherwise : state;
    Map<String, Object> parameters = new LinkedHashMap<>();
    if (wanted != State.all) {
      parameters.put("state", wanted.name().toUpperCase(Locale.ROOT));
    }
    put(parameters, "rule", rule);
    put(parameters, "above", above);
    put(parameters, "at-most", atMost);
    return parameters;
  }

  private static void put(Map<String, Object> parameters, String name, Object value) {
    if (value != null) {
      parameters.put(name, value);
    }
  }
}
