package dev.godwit.extractor.snapshot;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * Keeps the ids that are most similar to a wanted one, by edit distance (Levenshtein 1966) without
 * regard to case. Not thread-safe.
 */
final class SimilarIds {
  private record Candidate(String id, int distance) {}

  private static final Comparator<Candidate> BEST_FIRST =
      Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::id);

  private final String asked;
  private final int limit;
  private final int farthest;
  private final PriorityQueue<Candidate> kept = new PriorityQueue<>(BEST_FIRST.reversed());

  SimilarIds(String asked, int limit) {
    this.asked = asked.toLowerCase(Locale.ROOT).strip();
    this.limit = limit;
    this.farthest = Math.max(1, this.asked.length() / 2);
  }

  /** Considers an id and its name; the name may be null. */
  void add(String id, String name) {
    int distance = distance(asked, id.toLowerCase(Locale.ROOT));
    if (name != null && !asked.isEmpty()) {
      String lower = name.toLowerCase(Locale.ROOT);
      distance = Math.min(distance, lower.contains(asked) ? 1 : distance(asked, lower));
    }
    if (distance <= farthest) {
      kept.add(new Candidate(id, distance));
      if (kept.size() > limit) {
        kept.poll();
      }
    }
  }

  /** The most similar ids, the best first. */
  List<String> best() {
    return kept.stream().sorted(BEST_FIRST).map(Candidate::id).toList();
  }

  static int distance(String a, String b) {
    return LevenshteinDistance.getDefaultInstance().apply(a, b);
  }
}
