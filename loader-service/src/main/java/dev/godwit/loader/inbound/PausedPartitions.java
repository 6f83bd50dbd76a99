package dev.godwit.loader.inbound;

import dev.godwit.loader.reference.PauseReason;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** Partitions from which nothing is loaded for now, and the reason. Not thread-safe. */
public final class PausedPartitions {
  private final Map<TopicPartition, PauseReason> reasons = new HashMap<>();

  public void add(TopicPartition partition, PauseReason reason) {
    reasons.put(partition, reason);
  }

  public boolean contains(TopicPartition partition) {
    return reasons.containsKey(partition);
  }

  public boolean isEmpty() {
    return reasons.isEmpty();
  }

  public void clear() {
    reasons.clear();
  }

  /** Runs for which partitions are paused. */
  public Set<String> runs() {
    return reasons.values().stream().map(PauseReason::runId).collect(Collectors.toSet());
  }

  /** Removes and returns the partitions whose pause is over, with the reason. */
  public Map<TopicPartition, PauseReason> release(Predicate<PauseReason> over) {
    Map<TopicPartition, PauseReason> released = new HashMap<>();
    reasons.forEach(
        (partition, reason) -> {
          if (over.test(reason)) {
            released.put(partition, reason);
          }
        });
    released.keySet().forEach(reasons::remove);
    return released;
  }
}
