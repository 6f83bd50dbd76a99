package dev.godwit.worker.stage;

import dev.godwit.records.Entity;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts what this stage did, as {@code godwit_stage_records_total} by stage, entity and outcome.
 * Add to it by batch, not by record. Thread-safe.
 */
@ApplicationScoped
public class StageMetrics {
  private record Key(Entity entity, String outcome) {}

  private final Map<Key, Counter> counters = new ConcurrentHashMap<>();
  private final MeterRegistry registry;
  private final StageIdentity identity;

  StageMetrics(MeterRegistry registry, StageIdentity identity) {
    this.registry = registry;
    this.identity = identity;
  }

  /** Adds records of an entity that had an outcome, such as extracted or quarantined. */
  public void count(Entity entity, String outcome, long records) {
    counters.computeIfAbsent(new Key(entity, outcome), this::counter).increment((double) records);
  }

  private Counter counter(Key key) {
    return Counter.builder("godwit.stage.records")
        .description("Records that a stage has dealt with")
        .tag("stage", identity.stage().name().toLowerCase(Locale.ROOT))
        .tag("entity", key.entity().name().toLowerCase(Locale.ROOT))
        .tag("outcome", key.outcome())
        .register(registry);
  }
}
