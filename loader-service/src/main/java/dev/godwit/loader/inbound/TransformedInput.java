package dev.godwit.loader.inbound;

import dev.godwit.common.v1.Entity;
import dev.godwit.loader.progress.OffsetStore.Step;
import dev.godwit.loader.reference.PauseReason;
import dev.godwit.loader.targetdb.TargetConnection;
import dev.godwit.records.Topics;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * The transformed topics, those of live engagement among them, read by this instance's share of
 * their partitions. The range assignor gives the same partition numbers of all to one instance.
 * Where to go on is in the target database; what is committed to Kafka is for people who look at
 * the lag there. Used by the load thread alone.
 */
final class TransformedInput {
  private static final Logger LOG = Logger.getLogger(TransformedInput.class);
  private static final Duration PUBLISH_EVERY = Duration.ofMillis(500);
  private static final Map<String, Entity> ENTITIES =
      Stream.of(Entity.CONTACTS, Entity.EMAILS, Entity.ENGAGEMENTS, Entity.LIVE)
          .collect(Collectors.toUnmodifiableMap(Topics::transformed, entity -> entity));

  private final Consumer<byte[], byte[]> consumer;
  private final RecordReader decoder;
  private final Positions positions = new Positions();
  private final PausedPartitions paused = new PausedPartitions();
  private final Map<TopicPartition, OffsetAndMetadata> published = new HashMap<>();
  private boolean mustRestore;
  private long publishedAtNanos = System.nanoTime();

  TransformedInput(Consumer<byte[], byte[]> consumer, RecordReader decoder) {
    this.consumer = consumer;
    this.decoder = decoder;
  }

  /**
   * Begins to read.
   *
   * @param beforeRevoked done before other instances may have this one's partitions
   */
  void subscribe(Runnable beforeRevoked) {
    consumer.subscribe(
        ENTITIES.keySet(),
        new ConsumerRebalanceListener() {
          @Override
          public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            mustRestore = true;
            beforeRevoked.run();
          }

          @Override
          public void onPartitionsLost(Collection<TopicPartition> partitions) {
            mustRestore = true;
          }

          @Override
          public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            mustRestore = true;
          }
        });
  }

  /**
   * The next records by partition, contacts before emails before engagements before live
   * engagement; empty where there are none, or where the partitions have changed and {@link
   * #restore} must be called first.
   */
  List<PartitionFeed> poll(Duration timeout) {
    ConsumerRecords<byte[], byte[]> polled = consumer.poll(timeout);
    if (mustRestore) {
      return List.of();
    }
    List<PartitionFeed> feeds = new ArrayList<>();
    for (TopicPartition partition : polled.partitions()) {
      if (!paused.contains(partition)) {
        feeds.add(
            new PartitionFeed(
                partition, ENTITIES.get(partition.topic()), polled.records(partition), decoder));
      }
    }
    feeds.sort(
        Comparator.comparing(PartitionFeed::entity)
            .thenComparing(feed -> feed.partition().partition()));
    return feeds;
  }

  /** Whether what was polled, or where to go on, is not what the target database says. */
  boolean mustRestore() {
    return mustRestore;
  }

  /** Gives up what was polled; {@link #restore} is needed before the next poll. */
  void giveUp() {
    mustRestore = true;
  }

  /** Seeks to where the target database says, with nothing paused. */
  void restore(TargetConnection target) throws SQLException, InterruptedException {
    paused.clear();
    published.clear();
    positions.restore(consumer, target);
    consumer.resume(consumer.assignment());
    mustRestore = false;
    LOG.debugf("Loading from %d partitions.", consumer.assignment().size());
  }

  /** Polls nothing from a partition until the wait is over, then goes on at the offset. */
  void pause(TopicPartition partition, long offset, PauseReason wait) {
    paused.add(partition, wait);
    consumer.seek(partition, offset);
    consumer.pause(Set.of(partition));
  }

  /** Goes on with the partitions whose wait is over. */
  void release(Predicate<PauseReason> over) {
    List<TopicPartition> released = paused.release(over);
    if (!released.isEmpty()) {
      consumer.resume(released);
    }
  }

  /** Partitions that this instance has now. */
  Set<TopicPartition> assigned() {
    return Set.copyOf(consumer.assignment());
  }

  PausedPartitions paused() {
    return paused;
  }

  /** Next offset to be loaded, as this process knows it. */
  long next(TopicPartition partition) {
    return positions.next(partition);
  }

  /** Notes steps that are committed in the target database. */
  void advance(List<Step> steps) {
    positions.advance(steps);
  }

  /**
   * Tells Kafka how far loading has come, now and then; call it when all that was polled is loaded
   * or paused. A position behind transaction markers counts as reached.
   */
  void publish() {
    if (System.nanoTime() - publishedAtNanos < PUBLISH_EVERY.toNanos() || mustRestore) {
      return;
    }
    publishedAtNanos = System.nanoTime();
    Map<TopicPartition, OffsetAndMetadata> changed = new HashMap<>();
    for (TopicPartition partition : consumer.assignment()) {
      OffsetAndMetadata now = new OffsetAndMetadata(consumer.position(partition));
      if (!now.equals(published.get(partition))) {
        changed.put(partition, now);
      }
    }
    if (!changed.isEmpty()) {
      consumer.commitAsync(
          changed,
          (offsets, error) -> {
            if (error != null) {
              LOG.debugf("Kafka was not told how far loading has come: %s", error);
            }
          });
      published.putAll(changed);
    }
  }
}
