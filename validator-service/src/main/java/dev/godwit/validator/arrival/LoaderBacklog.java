package dev.godwit.validator.arrival;

import dev.godwit.records.Topics;
import dev.godwit.validator.differences.TopicRange;
import java.util.HashMap;
import java.util.Map;

/**
 * The live events that stood in the transformed topic at one moment, against what the loader has
 * read. Markers of transactions take offsets and are no records, so that the loader's position
 * stays before them; they are no backlog. Immutable.
 */
final class LoaderBacklog {
  /** Offsets at the end of a partition among which its last record is sought. */
  private static final long WINDOW = 100;

  /** Reads records: {@link TopicRange}. */
  interface Partitions {
    int count();

    /** Offset after the last one of a partition. */
    long end(int partition);

    /** Offset after the last record from one offset to before another; -1 where there is none. */
    long afterLast(int partition, long from, long to);
  }

  private final Map<Integer, Long> required;

  private LoaderBacklog(Map<Integer, Long> required) {
    this.required = Map.copyOf(required);
  }

  /**
   * The backlog as of now.
   *
   * @param positions next offset of the loader by partition; none where it has read nothing
   */
  static LoaderBacklog of(Partitions partitions, Map<Integer, Long> positions) {
    Map<Integer, Long> required = new HashMap<>();
    for (int partition = 0; partition < partitions.count(); partition++) {
      long end = partitions.end(partition);
      long position = positions.getOrDefault(partition, 0L);
      long from = Math.max(position, end - WINDOW);
      if (from < end) {
        long last = partitions.afterLast(partition, from, end);
        required.put(partition, last < 0 ? from : last);
      }
    }
    return new LoaderBacklog(required);
  }

  /** Whether the loader has not read all of it. */
  boolean stands(Map<Integer, Long> positions) {
    return required.entrySet().stream()
        .anyMatch(one -> positions.getOrDefault(one.getKey(), 0L) < one.getValue());
  }

  /** The partitions of the transformed live topic. */
  static Partitions partitions(TopicRange topics) {
    return new Partitions() {
      @Override
      public int count() {
        return topics.partitions(Topics.LIVE_TRANSFORMED);
      }

      @Override
      public long end(int partition) {
        return topics.end(Topics.LIVE_TRANSFORMED, partition);
      }

      @Override
      public long afterLast(int partition, long from, long to) {
        long[] after = {-1};
        long kept = Math.max(from, topics.begin(Topics.LIVE_TRANSFORMED, partition));
        if (kept < to) {
          topics.read(
              Topics.LIVE_TRANSFORMED,
              partition,
              kept,
              to,
              record -> after[0] = record.offset() + 1);
        }
        return after[0];
      }
    };
  }
}
