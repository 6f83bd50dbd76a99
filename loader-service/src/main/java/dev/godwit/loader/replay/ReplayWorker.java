package dev.godwit.loader.replay;

import dev.godwit.loader.LoaderSettings;
import dev.godwit.loader.batch.StagePort;
import dev.godwit.loader.orders.OrderThread;
import dev.godwit.loader.orders.OrderTraces;
import dev.godwit.loader.outbound.OutboxMessages;
import dev.godwit.loader.outbound.OutboxSender;
import dev.godwit.loader.progress.ReplayStore;
import dev.godwit.loader.progress.ReplayStore.StoredReplay;
import dev.godwit.loader.targetdb.TargetConnection;
import dev.godwit.loader.targetdb.TargetDatabase;
import dev.godwit.loader.targetdb.TargetPacks;
import dev.godwit.records.Topics;
import dev.godwit.task.v1.ReplayRecords;
import dev.godwit.trace.Work;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.WireDecoder;
import dev.godwit.wire.WireEncoder;
import dev.godwit.worker.run.RunContext;
import dev.godwit.worker.stage.StageIdentity;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;

/**
 * The thread of one {@link Replay}, with its own connection to the target and its own Kafka
 * clients.
 */
final class ReplayWorker extends OrderThread {
  /** Services that the workers of a process share. */
  record Shared(
      KafkaSettings kafka,
      LoaderSettings settings,
      TargetPacks packs,
      StageIdentity identity,
      StagePort stage,
      ReplayControls controls,
      OrderTraces traces) {}

  private final StoredReplay stored;
  private final TargetDatabase database;
  private final Shared shared;

  /**
   * @param database the one that keeps the replay
   */
  ReplayWorker(StoredReplay stored, TargetDatabase database, Shared shared) {
    super(
        "godwit-replay-%s-%d".formatted(stored.runId(), stored.number()),
        "run=%s: replay %d".formatted(stored.runId(), stored.number()));
    this.stored = stored;
    this.database = database;
    this.shared = shared;
  }

  @Override
  protected void work() throws Exception {
    try (TargetConnection target = new TargetConnection(() -> shared.packs().settings(database))) {
      if (hasLock(target)) {
        replay(target);
      }
    }
  }

  private String runId() {
    return stored.runId();
  }

  /** False where another loader replays the run; this one looks again later. */
  private boolean hasLock(TargetConnection target) throws SQLException, InterruptedException {
    return target.retrying(
        connection -> {
          boolean locked = ReplayStore.tryLock(connection, runId());
          connection.commit();
          return locked;
        });
  }

  private void replay(TargetConnection target)
      throws SQLException, InterruptedException, UnreadableRecordException {
    String client =
        "%s-replay-%s-%d".formatted(shared.identity().instance(), runId(), stored.number());
    try (WireDecoder decoder = new WireDecoder(shared.kafka().serde());
        WireEncoder encoder = new WireEncoder(shared.kafka().serde());
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(consumer(client))) {
      ReplayRecords task = (ReplayRecords) decoder.decode(Topics.TASKS, stored.task());
      try (RunContext context = RunContext.of(task.getEnvelope());
          Work work = shared.traces().work(task.getSchema().getName(), task.getEnvelope());
          OutboxSender sender =
              new OutboxSender(new KafkaProducer<>(producer(client)), work.headers())) {
        new Replay(
                task,
                new Replay.Parts(
                    target,
                    consumer,
                    decoder::decode,
                    new OutboxMessages(encoder::encode, shared.identity().instance()),
                    sender,
                    shared.packs(),
                    shared.stage(),
                    shared.controls(),
                    shared.identity()::envelope,
                    shared.settings(),
                    this::ends))
            .run();
      }
    }
  }

  /** A consumer of committed records sees no further than the first open transaction. */
  private Map<TopicPartition, Long> ends(Set<TopicPartition> partitions) {
    Map<String, Object> config = shared.kafka().stretchConsumer();
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config)) {
      return consumer.endOffsets(partitions);
    }
  }

  private Map<String, Object> consumer(String client) {
    Map<String, Object> config = shared.kafka().stretchConsumer();
    config.put(ConsumerConfig.CLIENT_ID_CONFIG, client);
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, shared.settings().batchRecords());
    config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, shared.settings().fetchBytes());
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, shared.settings().fetchBytes());
    return config;
  }

  /** Keeps the order and never drops a record. */
  private Map<String, Object> producer(String client) {
    Map<String, Object> config = shared.kafka().producer(client);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Long.MAX_VALUE);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    return config;
  }
}
