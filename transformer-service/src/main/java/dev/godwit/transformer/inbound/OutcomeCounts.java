package dev.godwit.transformer.inbound;

import dev.godwit.common.v1.Entity;
import dev.godwit.worker.StageMetrics;
import java.util.EnumMap;
import java.util.Map;

/** Counts of the open transaction, told to the metrics when it is committed. Not thread-safe. */
final class OutcomeCounts {
  /** Where the counts go: {@link StageMetrics#count}. */
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
  private final Map<Entity, long[]> counts = new EnumMap<>(Entity.class);

  OutcomeCounts(Sink sink) {
    this.sink = sink;
    for (Entity entity : Entity.values()) {
      counts.put(entity, new long[OUTCOMES.length]);
    }
  }

  void passed(Entity entity, long rows) {
    long[] ofEntity = counts.get(entity);
    ofEntity[TRANSFORMED]++;
    ofEntity[MERGED] += rows - 1;
  }

  void quarantined(Entity entity, long rows) {
    counts.get(entity)[QUARANTINED] += rows;
  }

  void skipped(Entity entity) {
    counts.get(entity)[SKIPPED]++;
  }

  /** A live event that is the old system's. */
  void outside(Entity entity) {
    counts.get(entity)[OUTSIDE]++;
  }

  void flush() {
    counts.forEach(
        (entity, ofEntity) -> {
          for (int i = 0; i < OUTCOMES.length; i++) {
            if (ofEntity[i] > 0) {
              sink.count(entity, OUTCOMES[i], ofEntity[i]);
              ofEntity[i] = 0;
            }
          }
        });
  }

  void discard() {
    counts.values().forEach(ofEntity -> java.util.Arrays.fill(ofEntity, 0));
  }
}
