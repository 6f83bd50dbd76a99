package dev.godwit.loader;

import dev.godwit.loader.batch.BatchPipeline;
import dev.godwit.loader.batch.BatchTransaction;
import dev.godwit.loader.batch.RunFailures;
import dev.godwit.loader.batch.RunGate;
import dev.godwit.loader.batch.SnapshotStrategy;
import dev.godwit.loader.batch.StagePort;
import dev.godwit.loader.inbound.TransformedInput;
import dev.godwit.loader.live.LiveStrategy;
import dev.godwit.loader.outbound.OutboxMessages;
import dev.godwit.loader.outbound.OutboxSender;
import dev.godwit.loader.progress.ProgressSchema;
import dev.godwit.loader.targetdb.TargetConnection;
import dev.godwit.loader.targetdb.TargetDatabase;
import dev.godwit.loader.targetdb.TargetPacks;
import dev.godwit.pack.PackException;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.TransformedRecords;
import dev.godwit.wire.WireDecoder;
import dev.godwit.wire.WireEncoder;
import dev.godwit.worker.failure.SqlFailure;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * A worker thread of one target database: runs one {@link BatchPipeline}, with its own connection
 * to the database, its own Kafka clients and its own share of the partitions. After an error that
 * is no run's fault, mostly of a Kafka client, it logs the error and starts again from what the
 * database holds.
 */
final class LoadWorker {
  private static final Logger LOG = Logger.getLogger(LoadWorker.class);
  private static final Duration PAUSE_AFTER_ERROR = Duration.ofSeconds(2);

  /** After an error that is the same as the one before, such as a database that does not exist. */
  private static final Duration PAUSE_AFTER_SAME_ERROR = Duration.ofSeconds(15);

  private static final Duration CHECK_PACKS_EVERY = Duration.ofSeconds(5);
  private static final Duration CLOSE = Duration.ofSeconds(10);

  private final KafkaSettings kafka;
  private final LoaderSettings settings;
  private final TargetDatabase database;
  private final TargetPacks packs;
  private final String instance;
  private final StagePort stage;
  private final Thread thread;
  private volatile TargetConnection target;
  private volatile boolean ending;
  private volatile String packProblem;
  private volatile boolean noPackFits;
  private String lastError = "";
  private long packsCheckedAtNanos;

  /**
   * @param number from 0; with the instance's name it is the worker's client id at the broker
   */
  LoadWorker(
      int number,
      String instance,
      KafkaSettings kafka,
      LoaderSettings settings,
      TargetDatabase database,
      TargetPacks packs,
      StagePort stage) {
    this.kafka = kafka;
    this.settings = settings;
    this.database = database;
    this.packs = packs;
    String name = database.primary() ? "" + number : database.key() + "-" + number;
    this.instance = instance + "-" + name;
    this.stage = stage;
    this.thread = Thread.ofPlatform().name("godwit-load-" + name).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Asks the thread to end; {@link #await} waits for it. */
  void end() {
    ending = true;
    thread.interrupt();
  }

  void await() throws InterruptedException {
    thread.join(CLOSE.plusSeconds(2).toMillis());
  }

  boolean isAlive() {
    return thread.isAlive();
  }

  TargetDatabase database() {
    return database;
  }

  /** Whether the last attempt reached the target database. */
  boolean reachesTarget() {
    TargetConnection connection = target;
    return connection != null && connection.isReachable();
  }

  /** Why a pack did not fit the catalogue at the last check; null where all fit. */
  String packProblem() {
    return packProblem;
  }

  /**
   * Whether it can load runs: the database was reached, and no check found that all its packs do
   * not fit. A check that still waits, such as for a lock on a target table, found nothing, and so
   * did one of no pack, since the files of all have findings or name other databases now.
   */
  boolean isUsable() {
    return reachesTarget() && !noPackFits;
  }

  private void run() {
    while (!ending) {
      try (TargetConnection connection = new TargetConnection(() -> packs.settings(database))) {
        target = connection;
        load(connection);
      } catch (InterruptedException | InterruptException | WakeupException e) {
        if (!ending) {
          LOG.warnf("%s was interrupted, and starts again.", instance);
        }
      } catch (SQLException e) {
        startAgain(SqlFailure.describe(e));
      } catch (Exception e) {
        LOG.errorf(e, "%s starts again after an error.", instance);
        LockSupport.parkNanos(PAUSE_AFTER_ERROR.toNanos());
      }
    }
  }

  /** An error that stays the same is logged once: no other database's runs wait for it. */
  private void startAgain(String error) {
    boolean same = error.equals(lastError);
    lastError = error;
    if (!same) {
      LOG.errorf(
          "%s cannot use the database of pack %s, and tries again until it can: %s",
          instance, database.name(), error);
    }
    LockSupport.parkNanos((same ? PAUSE_AFTER_SAME_ERROR : PAUSE_AFTER_ERROR).toNanos());
  }

  private void load(TargetConnection connection) throws SQLException, InterruptedException {
    connection.retrying(
        open -> {
          ProgressSchema.create(open);
          return null;
        });
    lastError = "";
    checkPacks(connection);
    try (WireDecoder decoder = new WireDecoder(kafka.serde());
        WireEncoder encoder = new WireEncoder(kafka.serde());
        OutboxSender sender =
            new OutboxSender(new KafkaProducer<>(LoadClients.producer(kafka, instance)));
        KafkaConsumer<byte[], byte[]> consumer =
            new KafkaConsumer<>(LoadClients.consumer(kafka, database, instance, settings))) {
      TransformedInput input =
          new TransformedInput(consumer, new TransformedRecords(decoder)::decode, stage::entities);
      BatchPipeline pipeline =
          pipeline(
              input,
              connection,
              database,
              packs,
              new OutboxMessages(encoder::encode, instance),
              sender,
              stage,
              settings);
      input.subscribe(pipeline::beforeRevoked);
      while (!ending) {
        pipeline.turn();
        if (packProblem != null
            && System.nanoTime() - packsCheckedAtNanos > CHECK_PACKS_EVERY.toNanos()) {
          checkPacks(connection);
        }
      }
    }
  }

  /** A pipeline with its strategies. */
  static BatchPipeline pipeline(
      TransformedInput input,
      TargetConnection target,
      TargetDatabase database,
      TargetPacks packs,
      OutboxMessages messages,
      OutboxSender sender,
      StagePort stage,
      LoaderSettings settings) {
    RunFailures failures = new RunFailures(stage);
    RunGate gate = new RunGate(target, database, packs, stage, failures, settings);
    return new BatchPipeline(
        input,
        target,
        gate,
        new BatchTransaction(messages),
        sender,
        List.of(
            new SnapshotStrategy(input, gate, failures, stage, settings),
            new LiveStrategy(input, target, gate, failures, settings)),
        stage,
        settings);
  }

  /** A pack that does not fit fails the runs that use it; other runs continue. */
  private void checkPacks(TargetConnection connection) throws SQLException, InterruptedException {
    packsCheckedAtNanos = System.nanoTime();
    String before = packProblem;
    String found = null;
    boolean fits = false;
    List<String> names = packs.names(database);
    for (String name : names) {
      try {
        connection.retrying(open -> packs.checked(name));
        fits = true;
      } catch (PackException | IllegalArgumentException e) {
        found = e.getMessage();
        if (!found.equals(before)) {
          LOG.errorf(
              "Target pack %s does not fit the target's catalogue; its runs are not loaded.%n%s",
              name, found);
        }
      }
    }
    packProblem = found;
    noPackFits = !fits && !names.isEmpty();
  }
}
