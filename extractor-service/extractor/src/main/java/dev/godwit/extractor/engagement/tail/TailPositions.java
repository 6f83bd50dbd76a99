package dev.godwit.extractor.engagement.tail;

import dev.godwit.records.Topics;
import dev.godwit.row.v1.TailPosition;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.WireDecoder;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * The partitions of {@code crm.tails.v1} that the consumer group assigned to this instance, and the
 * last position of each tail in them. The instance's name is the static group membership, so a
 * restarted process gets its partitions back at once. Not thread-safe.
 */
final class TailPositions implements ConsumerRebalanceListener, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(TailPositions.class);
  private static final String GROUP = "godwit-tail";
  private static final int SESSION_MILLIS = 10_000;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final KafkaConsumer<byte[], byte[]> ends;
  private final WireDecoder decoder;

  /** Whose a position is; the query is null where it has no name. */
  private record Owner(String runId, String query) {}

  /** Encoded, since few of them are ever needed. */
  private final Map<Owner, byte[]> positions = new HashMap<>();

  private final Map<Owner, Integer> partitions = new HashMap<>();
  private final Set<Integer> gained = new HashSet<>();
  private final Set<Integer> lost = new HashSet<>();

  TailPositions(KafkaSettings kafka, String instance) {
    Map<String, Object> config = kafka.consumer(GROUP);
    config.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instance + "-tail");
    config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MILLIS);
    config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, SESSION_MILLIS / 5);
    this.consumer = new KafkaConsumer<>(config);
    Map<String, Object> endConfig = kafka.consumer(null);
    endConfig.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
    this.ends = new KafkaConsumer<>(endConfig);
    this.decoder = new WireDecoder(kafka.serde());
    consumer.subscribe(List.of(Topics.TAILS), this);
  }

  /** Reads new positions, and takes part in the group. */
  void poll(Duration wait) {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(wait)) {
      if (record.value() == null) {
        continue;
      }
      try {
        if (decoder.decode(record.topic(), record.value()) instanceof TailPosition position) {
          Owner owner = new Owner(position.getRunId(), position.getQuery());
          positions.put(owner, record.value());
          partitions.put(owner, record.partition());
        }
      } catch (UnreadableRecordException e) {
        LOG.errorf(
            "%s-%d at offset %d: skipped a tail position that cannot be read: %s",
            record.topic(), record.partition(), record.offset(), e.getMessage());
      }
    }
  }

  /** Forgets the positions of runs that need none. */
  void forget(Predicate<String> over) {
    positions.keySet().removeIf(owner -> over.test(owner.runId()));
    partitions.keySet().retainAll(positions.keySet());
  }

  /** Partitions assigned since the last call. */
  Set<Integer> takeGained() {
    Set<Integer> taken = Set.copyOf(gained);
    gained.clear();
    return taken;
  }

  /** Partitions revoked since the last call. */
  Set<Integer> takeLost() {
    Set<Integer> taken = Set.copyOf(lost);
    lost.clear();
    return taken;
  }

  /**
   * End of a partition, behind transactions that are open now: once it is read, every position
   * written so far is known.
   */
  long end(int partition) {
    TopicPartition of = new TopicPartition(Topics.TAILS, partition);
    return ends.endOffsets(List.of(of)).get(of);
  }

  /** True where all records before an offset are read. */
  boolean hasRead(int partition, long end) {
    TopicPartition of = new TopicPartition(Topics.TAILS, partition);
    return consumer.assignment().contains(of) && consumer.position(of) >= end;
  }

  /** Whether a position of any of a run's tails is known. */
  boolean hasAny(String runId) {
    return positions.keySet().stream().anyMatch(owner -> owner.runId().equals(runId));
  }

  /**
   * The last position of one of a run's tails.
   *
   * @param query name of the query that it follows; null for the only one, without a name
   */
  Optional<TailPosition> of(String runId, String query) {
    byte[] value = positions.get(new Owner(runId, query));
    if (value == null) {
      return Optional.empty();
    }
    try {
      return decoder.decode(Topics.TAILS, value) instanceof TailPosition position
          ? Optional.of(position)
          : Optional.empty();
    } catch (UnreadableRecordException e) {
      LOG.errorf("runId=%s: the tail's position cannot be read: %s", runId, e.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
    consumer.seekToBeginning(assigned);
    for (TopicPartition partition : assigned) {
      gained.add(partition.partition());
      partitions.values().removeIf(known -> known == partition.partition());
    }
    positions.keySet().retainAll(partitions.keySet());
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
    for (TopicPartition partition : revoked) {
      lost.add(partition.partition());
      gained.remove(partition.partition());
    }
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(Duration.ofSeconds(2)));
    ends.close();
    decoder.close();
  }
}
