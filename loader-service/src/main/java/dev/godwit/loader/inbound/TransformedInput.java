package dev.godwit.loader.inbound;

import dev.godwit.loader.progress.OffsetStore.Step;
import dev.godwit.loader.reference.PauseReason;
import dev.godwit.loader.targetdb.TargetConnection;
import dev.godwit.records.Entity;
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
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * The transformed topics, those of live engagement included, read by one worker's share of their
 * partitions. The range assignor gives a worker the same partition numbers of every topic. The
 * target database holds the offsets at which loading continues; offsets are committed to Kafka only
 * for tools that show the lag. Used by one worker thread.
 */
public final class TransformedInput {
  private static final Logger LOG = Logger.getLogger(TransformedInput.class);
  private static final Duration PUBLISH_EVERY = Duration.ofMillis(500);

  private final Consumer<byte[], byte[]> consumer;
  private final PartitionFeed.Decoder decoder;
  private final Supplier<Set<Entity>> entities;
  private final Map<String, Entity> topics = new HashMap<>();
  private final StoredPositions positions = new StoredPositions();
  private final PausedPartitions paused = new PausedPartitions();
  private final Map<TopicPartition, OffsetAndMetadata> published = new HashMap<>();
  private ConsumerRebalanceListener listener;
  private Set<Entity> subscribed;
  private boolean mustRestore;
  private long publishedAtNanos = System.nanoTime();

  /**
   * An input.
   *
   * @param entities every entity that a run has moved; the set is replaced where it grows
   */
  public TransformedInput(
      Consumer<byte[], byte[]> consumer,
      PartitionFeed.Decoder decoder,
      Supplier<Set<Entity>> entities) {
    this.consumer = consumer;
    this.decoder = decoder;
    this.entities = entities;
  }

  /**
   * Subscribes to the topics.
   *
   * @param beforeRevoked runs before other instances may get this one's partitions
   */
  public void subscribe(Runnable beforeRevoked) {
    listener =
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

          /** No position is committed at the broker that counts: {@link #restore} seeks. */
          @Override
          public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            mustRestore = true;
            partitions.forEach(partition -> consumer.seek(partition, 0));
            consumer.pause(partitions);
          }
        };
    subscribe();
  }

  /** Where the entities have grown, the group shares the partitions out anew. */
  private void subscribe() {
    subscribed = entities.get();
    subscribed.forEach(entity -> topics.put(Topics.transformed(entity), entity));
    consumer.subscribe(topics.keySet(), listener);
  }

  /**
   * The next records by partition, in the order of entities, live engagement last; empty where
   * there are none, or where the partitions have changed and {@link #restore} must be called first.
   */
  public List<PartitionFeed> poll(Duration timeout) {
    if (entities.get() != subscribed) {
      subscribe();
    }
    ConsumerRecords<byte[], byte[]> polled = polled(timeout);
    if (mustRestore) {
      return List.of();
    }
    List<PartitionFeed> feeds = new ArrayList<>();
    for (TopicPartition partition : polled.partitions()) {
      if (!paused.contains(partition)) {
        feeds.add(
            new PartitionFeed(
                partition, topics.get(partition.topic()), polled.records(partition), decoder));
      }
    }
    feeds.sort(
        Comparator.comparing(PartitionFeed::entity)
            .thenComparing(feed -> feed.partition().partition()));
    return feeds;
  }

  /** Where a record is deleted before it was polled, the positions are read and compared again. */
  private ConsumerRecords<byte[], byte[]> polled(Duration timeout) {
    try {
      return consumer.poll(timeout);
    } catch (OffsetOutOfRangeException e) {
      LOG.warnf("Reading where to continue: %s", e.getMessage());
      mustRestore = true;
      return ConsumerRecords.empty();
    }
  }

  /** Whether {@link #restore} must be called before the next poll. */
  public boolean mustRestore() {
    return mustRestore;
  }

  /** Drops what was polled; {@link #restore} must be called before the next poll. */
  public void giveUp() {
    mustRestore = true;
  }

  /**
   * Seeks to the offsets that the target database holds, with nothing paused.
   *
   * @return where records were deleted before they were loaded; empty as a rule
   */
  public List<LostRows> restore(TargetConnection target) throws SQLException, InterruptedException {
    paused.clear();
    published.clear();
    List<LostRows> lost = positions.restore(consumer, target, topics);
    consumer.resume(consumer.assignment());
    mustRestore = false;
    LOG.debugf("Loading from %d partitions.", consumer.assignment().size());
    return lost;
  }

  /** Pauses the feed's partition at its next record, and drops the rest of the feed. */
  public void pause(PartitionFeed feed, PauseReason reason) {
    pause(feed.partition(), feed.peek().source().offset(), reason, List.of(feed));
  }

  /**
   * Polls nothing from a partition until the reason is over, then continues at the offset.
   *
   * @param feeds the polled partitions; the rest of the paused one is dropped
   */
  public void pause(
      TopicPartition partition, long offset, PauseReason reason, List<PartitionFeed> feeds) {
    paused.add(partition, reason);
    consumer.seek(partition, offset);
    consumer.pause(Set.of(partition));
    feeds.stream().filter(feed -> feed.partition().equals(partition)).forEach(PartitionFeed::stop);
  }

  /** Continues with the partitions whose pause is over; gives the reasons that are over. */
  public List<PauseReason> release(Predicate<PauseReason> over) {
    Map<TopicPartition, PauseReason> released = paused.release(over);
    if (!released.isEmpty()) {
      consumer.resume(released.keySet());
    }
    return List.copyOf(released.values());
  }

  /** Partitions that this worker has now. */
  public Set<TopicPartition> assigned() {
    return Set.copyOf(consumer.assignment());
  }

  public PausedPartitions paused() {
    return paused;
  }

  /** Next offset to load, as this process knows it. */
  public long next(TopicPartition partition) {
    return positions.next(partition);
  }

  /** Notes steps that are committed in the target database. */
  public void advance(List<Step> steps) {
    positions.advance(steps);
  }

  /**
   * Commits the positions to Kafka, at most twice a second; call it when every polled record is
   * loaded or paused. A position behind transaction markers counts as reached.
   */
  public void publish() {
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
              LOG.debugf(
                  "Committing the positions to Kafka failed; they are committed again later: %s",
                  error);
            }
          });
      published.putAll(changed);
    }
  }
}
