package dev.godwit.transformer.inbound;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Decides where a session begins in the partitions that it takes over: at the committed offset;
 * where that is lost, at the position of the transformer's receipts; at the first record only where
 * there is neither, since then nothing was ever read. A partition whose committed offset is beyond
 * its end waits for a person. Records that were deleted before they were read are named, never
 * skipped silently. Stateless.
 */
final class StartOffsets {
  private static final Logger LOG = Logger.getLogger(StartOffsets.class);

  /** The positions that receipts tell. */
  @FunctionalInterface
  interface Receipts {
    /** Positions with their metadata; a partition of which no receipt tells is missing. */
    Map<TopicPartition, OffsetAndMetadata> positions(Set<TopicPartition> partitions);
  }

  /**
   * Where to begin in a partition.
   *
   * @param position first offset to read, and metadata of the tally
   * @param isCommitted whether the group has committed that position
   * @param lostFrom first of the offsets up to the position whose records were deleted before they
   *     were read; the position's own where none is known to be lost
   * @param isRemade whether the known position is beyond the end: the topic was made anew, or its
   *     last records are lost
   */
  record Start(
      TopicPartition partition,
      OffsetAndMetadata position,
      boolean isCommitted,
      long lostFrom,
      boolean isRemade) {
    boolean hasLost() {
      return lostFrom < position.offset() || isRemade;
    }

    /**
     * Whether a person must decide first. Nothing tells a topic that was made anew, which begins at
     * its first record, from one that lost its last records, where that would count all others
     * twice. A person who deletes the committed offset has decided.
     */
    boolean mustWait() {
      return isRemade && isCommitted;
    }
  }

  private final Receipts receipts;

  StartOffsets(Receipts receipts) {
    this.receipts = receipts;
  }

  List<Start> of(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
    Map<TopicPartition, OffsetAndMetadata> committed =
        new HashMap<>(consumer.committed(new HashSet<>(partitions)));
    committed.values().removeIf(offset -> offset == null);
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    Set<TopicPartition> without = new HashSet<>(partitions);
    without.removeAll(committed.keySet());
    without.removeIf(partition -> ends.get(partition) == 0);
    Map<TopicPartition, OffsetAndMetadata> recovered =
        without.isEmpty() ? Map.of() : receipts.positions(without);
    List<Start> starts = new ArrayList<>();
    for (TopicPartition partition : partitions) {
      OffsetAndMetadata known = committed.get(partition);
      if (known == null && recovered.containsKey(partition)) {
        known = recovered.get(partition);
        LOG.warnf(
            "%s: the group's offset is lost; continuing at offset %d, where the transformer's receipts end",
            partition, known.offset());
      }
      starts.add(
          start(
              partition,
              known,
              committed.containsKey(partition),
              begins.get(partition),
              ends.get(partition)));
    }
    return starts;
  }

  /**
   * @param known position that was committed or recovered; null where nothing was read yet
   */
  private static Start start(
      TopicPartition partition,
      OffsetAndMetadata known,
      boolean isCommitted,
      long begin,
      long end) {
    if (known == null) {
      return new Start(partition, new OffsetAndMetadata(begin), false, 0, false);
    }
    if (known.offset() > end) {
      LOG.errorf(
          "%s: expected the topic to reach offset %d, which was read, found that it ends at %d: it was made anew, or its last records are lost. %s",
          partition,
          known.offset(),
          end,
          isCommitted
              ? "The partition waits. End the open runs; then stop the transformer, godwit doctor --reset-offsets godwit-transformer, and start it."
              : "Its committed offset was deleted: beginning at the first record, offset %d."
                  .formatted(begin));
      return new Start(partition, new OffsetAndMetadata(begin), isCommitted, begin, true);
    }
    if (known.offset() < begin) {
      return new Start(
          partition, new OffsetAndMetadata(begin, known.metadata()), false, known.offset(), false);
    }
    return new Start(partition, known, isCommitted, known.offset(), false);
  }
}
