package dev.godwit.loader.inbound;

import dev.godwit.loader.LoaderSettings;
import dev.godwit.loader.load.BatchTransaction;
import dev.godwit.loader.load.LiveTransaction;
import dev.godwit.loader.load.LoadRuns;
import dev.godwit.loader.outbound.OutboxMessages;
import dev.godwit.loader.outbound.OutboxSender;
import dev.godwit.loader.progress.ProgressSchema;
import dev.godwit.loader.targetdb.TargetConnection;
import dev.godwit.loader.targetdb.TargetPacks;
import dev.godwit.pack.PackException;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.WireDecoder;
import dev.godwit.wire.WireEncoder;
import dev.godwit.worker.SqlFailure;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * One of the threads that the bulk goes through, with a connection of its own to the target and a
 * share of the partitions of its own, as if it were an instance of its own. What breaks it and is
 * no run's fault (Kafka's client, mostly) is logged; then it begins anew from what the target
 * database says.
 */
final class LoadLane {
  private static final Logger LOG = Logger.getLogger(LoadLane.class);
  private static final Duration PAUSE_AFTER_ERROR = Duration.ofSeconds(2);
  private static final Duration CHECK_AGAIN = Duration.ofSeconds(5);
  private static final Duration CLOSE = Duration.ofSeconds(10);

  private final KafkaSettings kafka = KafkaSettings.fromEnvironment();
  private final LoaderSettings settings;
  private final TargetPacks packs;
  private final String instance;
  private final StageSide stage;
  private final Thread thread;
  private volatile TargetConnection target;
  private volatile boolean ending;
  private volatile String packProblem;
  private long checkedAtNanos;

  /**
   * @param number from 0; with the instance's name it is the lane's own name at the broker
   */
  LoadLane(
      int number, String instance, LoaderSettings settings, TargetPacks packs, StageSide stage) {
    this.settings = settings;
    this.packs = packs;
    this.instance = instance + "-" + number;
    this.stage = stage;
    this.thread = Thread.ofPlatform().name("godwit-load-" + number).unstarted(this::live);
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

  /** Whether the thread lives. */
  boolean isAlive() {
    return thread.isAlive();
  }

  /** Whether the last attempt reached the target database. */
  boolean reachesTarget() {
    TargetConnection connection = target;
    return connection != null && connection.isReachable();
  }

  /** What is wrong with the packs as they were last checked; null where nothing is. */
  String packProblem() {
    return packProblem;
  }

  private void live() {
    while (!ending) {
      try (TargetConnection connection = new TargetConnection(packs.database())) {
        target = connection;
        load(connection);
      } catch (InterruptedException | InterruptException | WakeupException e) {
        if (!ending) {
          LOG.warn("The lane was interrupted and begins anew.");
        }
      } catch (SQLException e) {
        LOG.errorf("Loading begins anew after an error: %s", SqlFailure.describe(e));
        pause();
      } catch (Exception e) {
        LOG.error("Loading begins anew after an error.", e);
        pause();
      }
    }
  }

  private void load(TargetConnection connection) throws SQLException, InterruptedException {
    connection.patiently(
        open -> {
          ProgressSchema.create(open);
          return null;
        });
    checkPacks(connection);
    try (WireDecoder decoder = new WireDecoder(kafka.serde());
        WireEncoder encoder = new WireEncoder(kafka.serde());
        OutboxSender sender =
            new OutboxSender(new KafkaProducer<>(LoadClients.producer(kafka, instance)));
        KafkaConsumer<byte[], byte[]> consumer =
            new KafkaConsumer<>(LoadClients.consumer(kafka, instance, settings))) {
      TransformedInput input = new TransformedInput(consumer, decoder::decode);
      LoadLoop loop = loop(input, connection, sender, encoder);
      input.subscribe(loop::beforeRevoked);
      while (!ending) {
        loop.turn();
        if (packProblem != null && System.nanoTime() - checkedAtNanos > CHECK_AGAIN.toNanos()) {
          checkPacks(connection);
        }
      }
    }
  }

  private LoadLoop loop(
      TransformedInput input,
      TargetConnection connection,
      OutboxSender sender,
      WireEncoder encoder) {
    OutboxMessages messages = new OutboxMessages(encoder::encode, instance);
    Predicate<SQLException> rowIsAtFault = error -> SqlFailure.classify(error) == SqlFailure.ROW;
    LoadRuns runs = new LoadRuns(packs);
    FatalRuns fatalRuns = new FatalRuns(stage);
    LiveLoop live =
        new LiveLoop(
            input,
            connection,
            runs,
            new LiveTransaction(messages, rowIsAtFault),
            sender,
            fatalRuns,
            stage,
            settings.batchRecords(),
            settings.retryAfter());
    return new LoadLoop(
        input,
        connection,
        runs,
        new Batcher(settings),
        new BatchTransaction(messages, rowIsAtFault),
        sender,
        new Passing(input, connection, messages, sender, stage),
        live,
        fatalRuns,
        stage,
        settings.lookAgain(),
        settings.retryAfter());
  }

  /** A pack that does not fit fails the runs that use it; the others go on. */
  private void checkPacks(TargetConnection connection) throws SQLException, InterruptedException {
    checkedAtNanos = System.nanoTime();
    String before = packProblem;
    String found = null;
    for (String name : packs.names()) {
      try {
        connection.patiently(open -> packs.checked(name));
      } catch (PackException e) {
        found = e.getMessage();
        if (!found.equals(before)) {
          LOG.errorf("Target pack %s does not fit the target's catalogue.%n%s", name, found);
        }
      }
    }
    packProblem = found;
  }

  private void pause() {
    LockSupport.parkNanos(PAUSE_AFTER_ERROR.toNanos());
  }
}
