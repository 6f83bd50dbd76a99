package dev.godwit.transformer.inbound;

import dev.godwit.common.v1.Entity;
import dev.godwit.worker.StageMetrics;
import java.util.Arrays;

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
  private static final String[] OUTCOMES = {
    "transformed", "merged", "quarantined", "skipped", "outside"
  };

  private final Sink sink;
  private final long[][] counts = new long[Entity.values().length][OUTCOMES.length];

  OutcomeCounts(Sink sink) {
    this.sink = sink;
  }

  void transformed(Entity entity, long rows) {
    counts[entity.ordinal()][TRANSFORMED]++;
    counts[entity.ordinal()][MERGED] += rows - 1;
  }

  void quarantined(Entity entity, long rows) {
    counts[entity.ordinal()][QUARANTINED] += rows;
  }

  void skipped(Entity entity) {
    counts[entity.ordinal()][SKIPPED]++;
  }

  /** A live event that is the source's. */
  void outside(Entity entity) {
    counts[entity.ordinal()][OUTSIDE]++;
  }

  void flush() {
    for (Entity entity : Entity.values()) {
      for (int i = 0; i < OUTCOMES.length; i++) {
        long count = counts[entity.ordinal()][i];
        if (count > 0) {
          sink.count(entity, OUTCOMES[i], count);
        }
      }
    }
    discard();
  }

  void discard() {
    for (long[] ofEntity : counts) {
      Arrays.fill(ofEntity, 0);
    }
  }
}
