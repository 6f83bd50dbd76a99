package dev.godwit.loader.inbound;

import dev.godwit.common.v1.Entity;
import dev.godwit.loader.load.BatchTransaction.Counts;
import dev.godwit.stage.StageMetrics;
import java.util.Map;

/** Adds what came of batches to the service's counters. Thread-safe. */
final class LoadCounts {
  private final StageMetrics metrics;

  LoadCounts(StageMetrics metrics) {
    this.metrics = metrics;
  }

  void loaded(Map<Entity, Counts> counts) {
    counts.forEach(
        (entity, count) -> {
          metrics.count(entity, "loaded", count.loaded());
          metrics.count(entity, "already_loaded", count.already());
          metrics.count(entity, "quarantined", count.quarantined());
        });
  }

  void skipped(Entity entity, long records) {
    metrics.count(entity, "skipped", records);
  }
}
