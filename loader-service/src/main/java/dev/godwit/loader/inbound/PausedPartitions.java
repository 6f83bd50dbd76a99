package dev.godwit.loader.inbound;

import dev.godwit.loader.reference.PauseReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** Partitions from which nothing is loaded for now, and why. Not thread-safe. */
public final class PausedPartitions {
  private final Map<TopicPartition, PauseReason> waits = new HashMap<>();

  public PausedPartitions() {}

  public void add(TopicPartition partition, PauseReason wait) {
    waits.put(partition, wait);
  }

  public boolean contains(TopicPartition partition) {
    return waits.containsKey(partition);
  }

  public boolean isEmpty() {
    return waits.isEmpty();
  }

  public void clear() {
    waits.clear();
  }

  /** Runs that partitions wait for. */
  public Set<String> runs() {
    return waits.values().stream().map(PauseReason::runId).collect(Collectors.toSet());
  }

  /** Takes out the partitions whose wait is over. */
  public List<TopicPartition> release(Predicate<PauseReason> over) {
    List<TopicPartition> released = new ArrayList<>();
    waits.forEach(
        (partition, wait) -> {
          if (over.test(wait)) {
            released.add(partition);
          }
        });
    released.forEach(waits::remove);
    return released;
  }
}
