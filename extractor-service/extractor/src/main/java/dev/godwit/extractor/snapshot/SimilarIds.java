package dev.godwit.extractor.snapshot;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;

/**
 * Keeps the ids that look most like one that was asked for, by edit distance (Levenshtein 1966),
 * upper and lower case being the same. Not thread-safe.
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

  /** Looks at an id and the name that goes with it, which may be null. */
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

  /** The best ones, best first. */
  List<String> best() {
    return kept.stream().sorted(BEST_FIRST).map(Candidate::id).toList();
  }

  static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    int[] current = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(change, Math.min(previous[j], current[j - 1]) + 1);
      }
      int[] swap = previous;
      previous = current;
      current = swap;
    }
    return previous[b.length()];
  }
}
