package dev.godwit.orchestrator.view.projection;

import dev.godwit.orchestrator.view.progress.LiveBacklog;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.live.LiveEvents;
import dev.godwit.wire.live.RehearsalMark;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * Counts the events in the live topic that the transformer has not read: those after its committed
 * offsets, also while the transformer's next transaction is open, and also those of a transaction
 * that another producer has left open, and behind it: the transformer must wait for them. It
 * neither joins the transformer's group nor commits. Call {@link #look} after the receipts were
 * projected: they arrive with those offsets, so an event is not counted both as unread and as
 * transformed. Not thread-safe.
 */
final class LiveTopic implements AutoCloseable {
  /** Group of the transformer. */
  static final String TRANSFORMER = "godwit-transformer";

  private static final Duration TIMEOUT = Duration.ofMillis(200);
  private static final long LOOK_NANOS = 200_000_000L;
  private static final long RETRY_NANOS = 1_000_000_000L;
  private static final Logger LOG = Logger.getLogger(LiveTopic.class);
  private static final int MOST_POLLS = 20;

  /** Reads a record of the live topic: {@link LiveEvents#decode}. */
  interface Decoder {
    SpecificRecord decode(ConsumerRecord<byte[], byte[]> record) throws UnreadableRecordException;
  }

  private final Consumer<byte[], byte[]> consumer;
  private final Decoder decoder;
  private final LiveBacklog backlog;

  /** Offsets of the transformer at the last look. */
  private final Map<TopicPartition, Long> committed = new HashMap<>();

  private final Function<Set<TopicPartition>, Map<TopicPartition, Long>> offsetsOf;
  private final AutoCloseable offsets;
  private final LongSupplier nanos;
  private long nextLook;

  LiveTopic(KafkaSettings settings, Decoder decoder, LiveBacklog backlog) {
    this(
        new KafkaConsumer<>(config(settings)),
        new GroupOffsets(settings, "godwit-view-live-offsets"),
        decoder,
        backlog);
  }

  private LiveTopic(
      Consumer<byte[], byte[]> consumer,
      GroupOffsets offsets,
      Decoder decoder,
      LiveBacklog backlog) {
    this(
        consumer,
        partitions -> offsets.committed(TRANSFORMER, partitions),
        offsets,
        decoder,
        backlog,
        System::nanoTime);
  }

  /**
   * With given parts.
   *
   * @param offsetsOf the transformer's committed offsets; a partition without one is missing
   * @param offsets closed with this
   */
  LiveTopic(
      Consumer<byte[], byte[]> consumer,
      Function<Set<TopicPartition>, Map<TopicPartition, Long>> offsetsOf,
      AutoCloseable offsets,
      Decoder decoder,
      LiveBacklog backlog,
      LongSupplier nanos) {
    this.offsetsOf = offsetsOf;
    this.offsets = offsets;
    this.nanos = nanos;
    this.nextLook = nanos.getAsLong();
    this.consumer = consumer;
    this.decoder = decoder;
    this.backlog = backlog;
    backlog.forget();
  }

  private static Map<String, Object> config(KafkaSettings settings) {
    Map<String, Object> config = settings.consumer(null);
    config.put(ConsumerConfig.CLIENT_ID_CONFIG, "godwit-view-live");
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    return config;
  }

  /**
   * Reads new events and drops those that the transformer has read since. Where the broker does not
   * answer at once, the count is unknown until a later look, so that the other projections do not
   * wait.
   */
  void look() {
    try {
      read();
    } catch (InterruptException | WakeupException e) {
      throw e;
    } catch (KafkaException e) {
      LOG.debug("The unread events of the live topic are unknown until the next look.", e);
      committed.clear();
      backlog.forget();
      nextLook = nanos.getAsLong() + RETRY_NANOS;
    }
  }

  private void read() {
    long now = nanos.getAsLong();
    if (now - nextLook >= 0) {
      nextLook = now + LOOK_NANOS;
      askTransformer();
    }
    if (committed.isEmpty()) {
      return;
    }
    for (int i = 0; i < MOST_POLLS; i++) {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ZERO);
      records.forEach(this::wrote);
      if (records.isEmpty()) {
        break;
      }
    }
    if (committed.keySet().stream().allMatch(p -> consumer.currentLag(p).orElse(1) == 0)) {
      backlog.complete();
    }
  }

  private void askTransformer() {
    Set<TopicPartition> partitions = partitions();
    if (partitions.isEmpty()) {
      return;
    }
    if (!partitions.equals(consumer.assignment())) {
      consumer.assign(partitions);
      committed.clear();
      backlog.forget();
    }
    Map<TopicPartition, Long> next = new HashMap<>(offsetsOf.apply(partitions));
    if (committed.isEmpty() || !next.keySet().containsAll(partitions)) {
      // Records before the first one that is kept cannot be counted; the transformer reports them.
      consumer
          .beginningOffsets(partitions, TIMEOUT)
          .forEach((partition, begin) -> next.merge(partition, begin, Math::max));
    }
    if (!committed.isEmpty()
        && next.entrySet().stream().anyMatch(e -> e.getValue() < committed.get(e.getKey()))) {
      // The transformer was reset to an earlier offset: the events from there on were dropped here.
      committed.clear();
      backlog.forget();
    }
    boolean first = committed.isEmpty();
    next.forEach(
        (partition, offset) -> {
          if (first || consumer.position(partition, TIMEOUT) < offset) {
            consumer.seek(partition, offset);
          }
          backlog.read(partition.partition(), offset);
        });
    committed.putAll(next);
  }

  private Set<TopicPartition> partitions() {
    if (!committed.isEmpty()) {
      return Set.copyOf(committed.keySet());
    }
    List<PartitionInfo> infos = consumer.partitionsFor(Topics.LIVE, TIMEOUT);
    return infos == null
        ? Set.of()
        : infos.stream()
            .map(i -> new TopicPartition(i.topic(), i.partition()))
            .collect(Collectors.toUnmodifiableSet());
  }

  private void wrote(ConsumerRecord<byte[], byte[]> record) {
    String customer = customer(record);
    if (!customer.isEmpty()) {
      backlog.wrote(record.partition(), record.offset(), customer, record.timestamp());
    }
  }

  /**
   * Customer of an event, or of a record that the transformer will quarantine for that customer;
   * empty for another record, and for an event that a rehearsal sent: it is no event of the live
   * run, and no lag of one.
   */
  private String customer(ConsumerRecord<byte[], byte[]> record) {
    try {
      return decoder.decode(record) instanceof LiveEngagement event && !RehearsalMark.isOn(event)
          ? event.getCustomer()
          : "";
    } catch (UnreadableRecordException e) {
      return LiveEvents.customerOf(record, e);
    }
  }

  @Override
  public void close() {
    backlog.forget();
    consumer.close(CloseOptions.timeout(Duration.ofSeconds(2)));
    try {
      offsets.close();
    } catch (Exception e) {
      LOG.debug("Closing the client that asks for the transformer's offsets.", e);
    }
  }
}
