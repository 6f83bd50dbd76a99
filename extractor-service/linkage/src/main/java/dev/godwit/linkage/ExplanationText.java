package dev.godwit.linkage;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The sentence that explains a pair. */
final class ExplanationText {
  private ExplanationText() {}

  static String of(PairEvidence evidence, List<String> shared, boolean compared) {
    String blocks = shared.isEmpty() ? "none" : String.join(", ", shared);
    String weighed =
        String.format(
            Locale.ROOT,
            "weight %.1f bits, rule %s, %s",
            evidence.weight(),
            evidence.rule(),
            conflicts(evidence));
    if (!compared && shared.isEmpty()) {
      return "Not compared: the rows share no block. Compared now: " + weighed + ".";
    }
    if (!compared) {
      return "Not compared: the rows share large blocks only (%s). Compared now: %s."
          .formatted(blocks, weighed);
    }
    String outcome =
        switch (evidence.state()) {
          case AUTOMATIC -> "Merged";
          case REVIEW -> "For review";
          case REJECTED -> "Rejected";
        };
    return "%s: %s; compared in the blocks %s.".formatted(outcome, weighed, blocks);
  }

  private static String conflicts(PairEvidence evidence) {
    return evidence.conflicts().isEmpty()
        ? "no conflict"
        : "conflicts "
            + evidence.conflicts().stream().map(Conflict::name).collect(Collectors.joining(", "));
  }
}
