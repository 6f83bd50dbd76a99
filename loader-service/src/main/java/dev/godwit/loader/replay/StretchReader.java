package dev.godwit.loader.replay;

import dev.godwit.loader.inbound.InboundRecord;
import dev.godwit.loader.inbound.PartitionFeed;
import dev.godwit.loader.inbound.PartitionFeed.Decoder;
import dev.godwit.loader.progress.ReplayStore.Stretch;
import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads stretches of the transformed topics step by step, with a consumer of its own that is
 * assigned to one partition at a time. Not thread-safe.
 */
final class StretchReader {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration LONGEST_STEP = Duration.ofSeconds(2);

  /** Records that are read and dropped rather than leave out a part of the partition. */
  private static final long SKIP = 500;

  private final Consumer<byte[], byte[]> consumer;
  private final Decoder decoder;
  private final RecordSelection selection;
  private final Optional<QuarantinedOffsets> only;
  private final Deque<ConsumerRecord<byte[], byte[]>> polled = new ArrayDeque<>();
  private TopicPartition partition;
  private long position;

  /** Finds the next offset of a stretch that a replay of quarantined records reads. */
  @FunctionalInterface
  interface QuarantinedOffsets {
    /** The first one at or behind an offset; empty where there is none. */
    Optional<Long> atOrAfter(Stretch stretch, long offset)
        throws SQLException, InterruptedException;
  }

  /**
   * A step.
   *
   * @param partition topic and partition
   * @param entity entity of the topic
   * @param records the records of the selection, in order; empty where there are none
   * @param from first offset of the step
   * @param next offset after it
   */
  record Step(
      TopicPartition partition, Entity entity, List<InboundRecord> records, long from, long next) {}

  /**
   * @param only where it is given, records at other offsets are not read
   */
  StretchReader(
      Consumer<byte[], byte[]> consumer,
      Decoder decoder,
      RecordSelection selection,
      Optional<QuarantinedOffsets> only) {
    this.consumer = consumer;
    this.decoder = decoder;
    this.selection = selection;
    this.only = only;
  }

  /**
   * Reads on in a stretch: up to its end, up to a number of records or of bytes of the selection,
   * or for two seconds.
   */
  Step read(Stretch stretch, int mostRecords, long mostBytes)
      throws SQLException, InterruptedException {
    goTo(
        new TopicPartition(Topics.transformed(stretch.entity()), stretch.partition()),
        stretch.next());
    long until = System.nanoTime() + LONGEST_STEP.toNanos();
    List<InboundRecord> taken = new ArrayList<>();
    long bytes = 0;
    while (position < stretch.to()
        && taken.size() < mostRecords
        && bytes < mostBytes
        && System.nanoTime() - until < 0) {
      if (only.isPresent() && !goToQuarantined(stretch)) {
        break;
      }
      ConsumerRecord<byte[], byte[]> source = next(stretch);
      if (source == null) {
        continue;
      }
      if (isWanted(stretch, source)) {
        InboundRecord record = PartitionFeed.decode(source, stretch.entity(), decoder);
        if (selection.takes(record)) {
          taken.add(record);
          bytes += source.value() == null ? 0 : source.value().length;
        }
      }
      position = source.offset() + 1;
    }
    long next = Math.min(position, stretch.to());
    return new Step(partition, stretch.entity(), taken, stretch.next(), next);
  }

  private boolean isWanted(Stretch stretch, ConsumerRecord<byte[], byte[]> source)
      throws SQLException, InterruptedException {
    if (only.isPresent()) {
      Optional<Long> next = only.get().atOrAfter(stretch, source.offset());
      if (next.isEmpty() || next.get() != source.offset()) {
        return false;
      }
    }
    return selection.mayTake(source);
  }

  /** Leaves out what lies before the next quarantined record; false where there is none. */
  private boolean goToQuarantined(Stretch stretch) throws SQLException, InterruptedException {
    Optional<Long> next = only.get().atOrAfter(stretch, position);
    if (next.isEmpty() || next.get() >= stretch.to()) {
      position = stretch.to();
      return false;
    }
    if (next.get() - position > SKIP) {
      goTo(partition, next.get());
    }
    return true;
  }

  private void goTo(TopicPartition wanted, long offset) {
    if (!wanted.equals(partition)) {
      partition = wanted;
      consumer.assign(Set.of(wanted));
    } else if (offset == position) {
      return;
    }
    polled.clear();
    consumer.seek(wanted, offset);
    position = offset;
  }

  /** The next record before the end of the stretch; null where none was polled now. */
  private ConsumerRecord<byte[], byte[]> next(Stretch stretch) {
    if (polled.isEmpty()) {
      consumer.poll(POLL).records(partition).forEach(polled::add);
    }
    ConsumerRecord<byte[], byte[]> first = polled.peek();
    if (first == null) {
      // Markers of transactions take offsets too.
      position = Math.max(position, consumer.position(partition));
      return null;
    }
    if (first.offset() >= stretch.to()) {
      position = stretch.to();
      return null;
    }
    return polled.poll();
  }
}
