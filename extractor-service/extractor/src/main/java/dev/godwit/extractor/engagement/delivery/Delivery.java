package dev.godwit.extractor.engagement.delivery;

import dev.godwit.extractor.ExtractorSettings;
import dev.godwit.extractor.engagement.ContinuousWorker;
import dev.godwit.extractor.outbound.ExtractedSink;
import dev.godwit.extractor.source.PackConnections;
import dev.godwit.extractor.source.SourcePacks;
import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.WireEncoder;
import dev.godwit.wire.crash.CrashPoint;
import dev.godwit.wire.live.CustomerPeek;
import dev.godwit.wire.live.LiveEvents;
import dev.godwit.wire.live.TailMark;
import dev.godwit.worker.failure.SqlFailure;
import dev.godwit.worker.failure.StageFailedException;
import dev.godwit.worker.run.LiveWindows;
import dev.godwit.worker.run.RunRegistry;
import dev.godwit.worker.stage.StageIdentity;
import dev.godwit.worker.stage.StageMetrics;
import dev.godwit.worker.stage.StageReports;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jboss.logging.Logger;

/**
 * Writes the events of the live topic that are in no run's window, and that the source did not
 * write itself, into the source, so that customers outside a run are unaffected. Processes one
 * batch after another for all customers. While a source is down the delivery waits; the topic keeps
 * the events. Repeats change nothing in the source.
 */
@ApplicationScoped
public class Delivery {
  private static final Logger LOG = Logger.getLogger(Delivery.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration MARKER_PAUSE = Duration.ofMillis(20);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration LONG_PAUSE = Duration.ofSeconds(30);
  private static final String LOST_ACTION =
      "Correct the topic's settings: godwit doctor. Have the senders send the events of that time again, repeats are recognised; then godwit rollback, and rehearse. See the runbook live-gap.";

  private final KafkaSettings kafka;
  private final RunRegistry runs;
  private final LiveWindows windows;
  private final CustomerPacks packs;
  private final StageIdentity identity;
  private final StageMetrics metrics;
  private final StageReports reports;
  private final TailMark tail;
  private final ContinuousWorker worker;
  private DeliveryClients clients;
  private WireEncoder encoder;
  private LiveEvents decoder;
  private CustomerPeek peek;
  private PackConnections sources;
  private volatile String waitingFor;
  private volatile Instant waitingSince;
  private volatile String lastLost;

  Delivery(
      KafkaSettings kafka,
      RunRegistry runs,
      LiveWindows windows,
      CustomerPacks packs,
      StageIdentity identity,
      StageMetrics metrics,
      StageReports reports,
      ExtractorSettings settings) {
    this.kafka = kafka;
    this.tail = settings.tailMark();
    this.runs = runs;
    this.windows = windows;
    this.packs = packs;
    this.identity = identity;
    this.metrics = metrics;
    this.reports = reports;
    this.worker = new ContinuousWorker("delivery", runs::awaitCaughtUp, this::step, this::release);
  }

  void onStart(@Observes StartupEvent start) {
    worker.start();
  }

  /** True while the worker runs. */
  boolean isAlive() {
    return worker.isAlive();
  }

  /** The cause of the current wait and its start; empty without a wait. */
  Optional<String> waiting() {
    String cause = waitingFor;
    return cause == null ? Optional.empty() : Optional.of(cause + " since " + waitingSince);
  }

  private void awaitEvents() {
    try {
      runs.awaitUpToNow();
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  /**
   * An event before a run's window is the source's, and one that never reaches it is in neither
   * system: runs whose plan still waits for the delivery fail.
   */
  private void lost(Undelivered lost) {
    LOG.error(lost.text());
    count("lost", lost.to() - lost.from());
    lastLost = lost.text() + " Found at " + Instant.now();
    int partition = lost.partition().partition();
    for (LiveWindows.Window window : windows.open()) {
      if (partition < window.from().size()
          && (lost.isRemade() || window.from().get(partition) >= lost.from())) {
        reports.failed(window.run(), lost.partition().topic(), lost.text(), LOST_ACTION);
      }
    }
  }

  /** Events that were deleted before they were delivered; empty where none were. */
  Optional<String> lost() {
    return Optional.ofNullable(lastLost);
  }

  private void release() {
    close(clients, encoder, decoder, sources);
    clients = null;
  }

  private void step() {
    if (clients == null) {
      encoder = new WireEncoder(kafka.serde());
      decoder = new LiveEvents(kafka.serde(), tail);
      peek = new CustomerPeek(encoder, Topics.LIVE);
      sources = new PackConnections(SourcePacks::openForWriting);
      clients = new DeliveryClients(kafka, identity.instance(), this::awaitEvents, this::lost);
    }
    ConsumerRecords<byte[], byte[]> records = clients.consumer().poll(POLL);
    if (records.isEmpty()) {
      return;
    }
    DeliveryBatch batch =
        new DeliveryBatch(windows, packs, sources, decoder, peek, this::awaitEvents);
    records.forEach(batch::add);
    if (!deliver(batch)) {
      return;
    }
    commit(batch);
    batch.waiting().forEach((partition, offset) -> clients.consumer().seek(partition, offset));
    if (!batch.waiting().isEmpty()) {
      LockSupport.parkNanos(MARKER_PAUSE.toNanos());
    }
  }

  /** False where the partitions were reassigned: their owner resumes from the committed offsets. */
  private boolean deliver(DeliveryBatch batch) {
    long assignments = clients.assignments();
    while (!worker.isStopping()) {
      try {
        batch.deliver();
        waitingFor = null;
        return true;
      } catch (SQLException e) {
        boolean retriable = SqlFailure.classify(e) == SqlFailure.RETRIABLE;
        await(SqlFailure.describe(e), retriable ? PAUSE : LONG_PAUSE);
      } catch (StageFailedException e) {
        await(e.getMessage() + " " + e.action(), LONG_PAUSE);
      }
      if (clients.assignments() != assignments) {
        clients.seekToCommitted();
        return false;
      }
    }
    return false;
  }

  private void await(String cause, Duration pause) {
    if (waitingFor == null) {
      LOG.warnf("The delivery to the source waits and tries again: %s", cause);
      waitingSince = Instant.now();
    }
    waitingFor = cause;
    clients.idle(pause);
  }

  private void commit(DeliveryBatch batch) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    batch
        .next()
        .forEach((partition, offset) -> offsets.put(partition, new OffsetAndMetadata(offset)));
    if (batch.quarantined().isEmpty()) {
      clients.consumer().commitSync(offsets);
    } else {
      clients.commit(quarantined(batch.quarantined()), offsets);
    }
    CrashPoint.EXTRACTOR_DELIVERY_AFTER_OFFSETS.reach();
    count("delivered", batch.delivered());
    count("passed", batch.skipped());
    count("quarantined", batch.quarantined().size());
  }

  private List<ProducerRecord<byte[], byte[]>> quarantined(List<QuarantinedRecord> records) {
    return records.stream()
        .map(
            record ->
                new ProducerRecord<>(
                    Topics.QUARANTINE,
                    ExtractedSink.key(
                        record.getRunId().substring(0, record.getRunId().lastIndexOf('/'))),
                    encoder.encode(Topics.QUARANTINE, record)))
        .toList();
  }

  private void count(String outcome, long records) {
    if (records > 0) {
      metrics.count(Entity.LIVE, outcome, records);
    }
  }

  private static void close(AutoCloseable... all) {
    for (AutoCloseable one : all) {
      if (one != null) {
        try {
          one.close();
        } catch (Exception e) {
          LOG.debugf(e, "Closing a client failed; it is dropped");
        }
      }
    }
  }

  @PreDestroy
  void close() {
    worker.stop();
  }
}
