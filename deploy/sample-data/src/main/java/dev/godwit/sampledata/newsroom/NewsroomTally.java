package dev.godwit.sampledata.newsroom;

import dev.godwit.sampledata.SampleSummary.Quarantined;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;

/** Counts the rows of a newsroom that are made, and reports progress. Not thread-safe. */
final class NewsroomTally {
  private static final long INTERVAL_ROWS = 50_000;

  private final LongConsumer rowsSoFar;
  private final Map<String, Long> rows = new HashMap<>();
  private final Map<String, Long> merged = new HashMap<>();
  private final Map<Quarantined, Long> quarantined = new HashMap<>();
  private final Map<String, Set<String>> words = new HashMap<>();
  private long written;
  private long notesOfNobody;

  NewsroomTally(LongConsumer rowsSoFar) {
    this.rowsSoFar = rowsSoFar;
  }

  void row(String entity) {
    rows.merge(entity, 1L, Long::sum);
    written++;
    if (written % INTERVAL_ROWS == 0) {
      rowsSoFar.accept(written);
    }
  }

  /** A word that an entity has one row of, however many rows name it. */
  void word(String entity, String word) {
    if (words.computeIfAbsent(entity, e -> new HashSet<>()).add(word)) {
      rows.merge(entity, 1L, Long::sum);
    }
  }

  void merged(String entity) {
    merged.merge(entity, 1L, Long::sum);
  }

  /**
   * Counts a row as quarantined.
   *
   * @param reason name of the reason; null for a sound row
   */
  void quarantined(String entity, String reason) {
    if (reason != null) {
      quarantined.merge(new Quarantined(entity, reason), 1L, Long::sum);
    }
  }

  void noteOfNobody() {
    notesOfNobody++;
  }

  NewsroomSummary summary(NewsroomSpec spec) {
    return new NewsroomSummary(spec.customer(), rows, merged, quarantined, notesOfNobody);
  }
}
