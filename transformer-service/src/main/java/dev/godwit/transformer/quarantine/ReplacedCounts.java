package dev.godwit.transformer.quarantine;

import dev.godwit.receipt.v1.ReplacedCount;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts replaced values for a receipt. Not thread-safe. */
public final class ReplacedCounts {
  private final Map<ReplacedValue, Long> counts = new TreeMap<>();

  /** Counts the replaced values of a record. */
  public void add(List<ReplacedValue> values) {
    for (ReplacedValue value : values) {
      counts.merge(value, 1L, Long::sum);
    }
  }

  /** The counts, in the order of field and reason; a new list. */
  public List<ReplacedCount> counts() {
    return counts.entrySet().stream()
        .map(
            entry ->
                new ReplacedCount(
                    entry.getKey().field(), entry.getKey().reason(), entry.getValue()))
        .toList();
  }
}
