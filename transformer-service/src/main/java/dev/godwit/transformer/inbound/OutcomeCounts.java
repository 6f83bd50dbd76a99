package dev.godwit.transformer.inbound;

import dev.godwit.records.Entity;
import dev.godwit.worker.stage.StageMetrics;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Counts of the open transaction, added to the metrics after the commit. Not thread-safe. */
final class OutcomeCounts {
  /** Destination of the counts: {@link StageMetrics#count}. */
  interface Sink {
    void count(Entity entity, String outcome, long records);
  }

  private static final int TRANSFORMED = 0;
  private static final int MERGED = 1;
  private static final int QUARANTINED = 2;
  private static final int SKIPPED = 3;
  private static final int OUTSIDE = 4;

  /** Live events of runs that a machine caused; they have another outcome too. */
  private static final int MACHINE = 5;

  private static final String[] OUTCOMES = {
    "transformed", "merged", "quarantined", "skipped", "outside", "machine"
  };

  private final Sink sink;
  private final Map<Entity, long[]> counts = new TreeMap<>();

  OutcomeCounts(Sink sink) {
    this.sink = sink;
  }

  private long[] of(Entity entity) {
    return counts.computeIfAbsent(entity, none -> new long[OUTCOMES.length]);
  }

  void transformed(Entity entity, Outcome.Transformed transformed) {
    of(entity)[TRANSFORMED]++;
    of(entity)[MERGED] += transformed.rows() - 1;
    of(entity)[MACHINE] += transformed.machine() ? 1 : 0;
  }

  void quarantined(Entity entity, Outcome.Quarantined quarantined) {
    of(entity)[QUARANTINED] += quarantined.rows();
    of(entity)[MACHINE] += quarantined.machine() ? 1 : 0;
  }

  void skipped(Entity entity) {
    of(entity)[SKIPPED]++;
  }

  /** A live event that is the source's. */
  void outside(Entity entity) {
    of(entity)[OUTSIDE]++;
  }

  void flush() {
    for (Entity entity : counts.keySet()) {
      for (int i = 0; i < OUTCOMES.length; i++) {
        long count = of(entity)[i];
        if (count > 0) {
          sink.count(entity, OUTCOMES[i], count);
        }
      }
    }
    discard();
  }

  void discard() {
    for (long[] ofEntity : counts.values()) {
      Arrays.fill(ofEntity, 0);
    }
  }
}
