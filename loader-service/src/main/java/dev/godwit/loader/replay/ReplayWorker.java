package dev.godwit.loader.replay;

import dev.godwit.common.v1.Stage;
import dev.godwit.loader.LoaderSettings;
import dev.godwit.loader.batch.StagePort;
import dev.godwit.loader.outbound.OutboxMessages;
import dev.godwit.loader.outbound.OutboxSender;
import dev.godwit.loader.progress.ReplayStore;
import dev.godwit.loader.progress.ReplayStore.StoredReplay;
import dev.godwit.loader.targetdb.TargetConnection;
import dev.godwit.loader.targetdb.TargetDatabase;
import dev.godwit.loader.targetdb.TargetPacks;
import dev.godwit.records.Topics;
import dev.godwit.task.v1.ReplayRecords;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.trace.Consumed;
import dev.godwit.trace.Subject;
import dev.godwit.trace.Traces;
import dev.godwit.trace.Work;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.WireDecoder;
import dev.godwit.wire.WireEncoder;
import dev.godwit.worker.failure.SqlFailure;
import dev.godwit.worker.run.RunContext;
import dev.godwit.worker.run.RunTraces;
import dev.godwit.worker.stage.StageIdentity;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.jboss.logging.Logger;

/**
 * The thread of one {@link Replay}, with its own connection to the target and its own Kafka
 * clients. After an error of a client it begins again at what the target database holds.
 */
final class ReplayWorker {
  private static final Logger LOG = Logger.getLogger(ReplayWorker.class);
  private static final Duration PAUSE_AFTER_ERROR = Duration.ofSeconds(2);

  /** Services that the workers of a process share. */
  record Shared(
      KafkaSettings kafka,
      LoaderSettings settings,
      TargetPacks packs,
      StageIdentity identity,
      StagePort stage,
      ReplayControls controls,
      Traces traces,
      RunTraces runTraces) {}

  private final StoredReplay stored;
  private final TargetDatabase database;
  private final Shared shared;
  private final Thread thread;
  private volatile boolean ending;

  /**
   * @param database the one that keeps the replay
   */
  ReplayWorker(StoredReplay stored, TargetDatabase database, Shared shared) {
    this.stored = stored;
    this.database = database;
    this.shared = shared;
    this.thread =
        Thread.ofPlatform()
            .name("godwit-replay-%s-%d".formatted(stored.runId(), stored.number()))
            .unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Asks the thread to end; {@link #await} waits for it. */
  void end() {
    ending = true;
    thread.interrupt();
  }

  void await(Duration timeout) throws InterruptedException {
    thread.join(timeout.toMillis());
  }

  boolean isAlive() {
    return thread.isAlive();
  }

  private void run() {
    while (!ending) {
      try (TargetConnection target =
          new TargetConnection(() -> shared.packs().settings(database))) {
        if (!hasLock(target)) {
          return;
        }
        replay(target);
        return;
      } catch (InterruptedException | InterruptException e) {
        if (!ending) {
          LOG.warnf("run=%s: replay %d was interrupted; begins again.", runId(), stored.number());
        }
      } catch (SQLException e) {
        LOG.errorf(
            "run=%s: replay %d begins again after an error: %s",
            runId(), stored.number(), SqlFailure.describe(e));
        LockSupport.parkNanos(PAUSE_AFTER_ERROR.toNanos());
      } catch (Exception e) {
        LOG.errorf(e, "run=%s: replay %d begins again after an error.", runId(), stored.number());
        LockSupport.parkNanos(PAUSE_AFTER_ERROR.toNanos());
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
          Work work = work(task);
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
                    shared.settings()))
            .run();
      }
    }
  }

  /** The replay can go on in another process than the one that took the task. */
  private Work work(ReplayRecords task) {
    TaskEnvelope of = task.getEnvelope();
    return shared
        .traces()
        .work(
            Consumed.stored(
                Topics.TASKS, shared.runTraces().headers(of.getMigrationId(), of.getRun())),
            Subject.ofTask(
                task.getSchema().getName(),
                of.getTaskId(),
                of.getCustomer(),
                of.getRun(),
                Stage.LOAD.name()));
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
