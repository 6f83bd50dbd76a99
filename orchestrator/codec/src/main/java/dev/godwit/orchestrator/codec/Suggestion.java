package dev.godwit.orchestrator.codec;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Suggests the known name that is nearest to one that is not known. */
final class Suggestion {
  private static final int MAX_EDITS = 4;

  private Suggestion() {}

  /** "Did you mean x?", or the other words where no known name is near. Case is ignored. */
  static String of(String written, Collection<String> known, String otherwise) {
    return known.stream()
        .min(Comparator.comparingInt(one -> edits(written, one)))
        .filter(best -> edits(written, best) <= Math.min(MAX_EDITS, best.length() / 2))
        .map(best -> "Did you mean " + best + "?")
        .orElse(otherwise);
  }

  private static int edits(String one, String other) {
    return LevenshteinDistance.getDefaultInstance()
        .apply(one.toLowerCase(Locale.ROOT), other.toLowerCase(Locale.ROOT));
  }
}
