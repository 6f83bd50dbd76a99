package dev.godwit.extractor.engagement.tail;

import dev.godwit.pack.SourcePack;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The tails that this process runs now, each name once. Not thread-safe. */
final class RunningTails {
  private final Map<TailName, RunningTail> byName = new HashMap<>();

  /** All of them; a copy, so that tails may end while it is walked through. */
  List<RunningTail> all() {
    return List.copyOf(byName.values());
  }

  int size() {
    return byName.size();
  }

  /** Whether this very tail still runs, and not another of its name. */
  boolean has(RunningTail tail) {
    return byName.get(tail.name()) == tail;
  }

  void add(RunningTail tail) {
    byName.put(tail.name(), tail);
  }

  void remove(RunningTail tail) {
    byName.remove(tail.name(), tail);
  }

  void removeOf(int partition) {
    byName.values().removeIf(tail -> tail.partition() == partition);
  }

  void clear() {
    byName.clear();
  }

  /**
   * Partitions with a tail whose pack is refused. They end together: a run's tails resume all at
   * once, from positions in one partition.
   */
  Set<Integer> partitionsWithout(Predicate<SourcePack> taken) {
    return byName.values().stream()
        .filter(tail -> !taken.test(tail.pack))
        .map(RunningTail::partition)
        .collect(Collectors.toSet());
  }
}
