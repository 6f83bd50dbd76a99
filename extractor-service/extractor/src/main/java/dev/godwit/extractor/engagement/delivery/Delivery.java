package dev.godwit.extractor.engagement.delivery;

import dev.godwit.common.v1.Entity;
import dev.godwit.extractor.engagement.ContinuousWorker;
import dev.godwit.extractor.outbound.ExtractedSink;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.WireEncoder;
import dev.godwit.wire.live.LiveEvents;
import dev.godwit.worker.LiveWindows;
import dev.godwit.worker.RunRegistry;
import dev.godwit.worker.SqlFailure;
import dev.godwit.worker.StageFailedException;
import dev.godwit.worker.StageIdentity;
import dev.godwit.worker.StageMetrics;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
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
 * Gives the old system, at once, the events of the live topic that are in nobody's window and that
 * it did not write itself: the customers who have not been moved go on as ever. Works for all
 * customers one batch after another; while an old system is down it waits, and loses nothing, since
 * the topic keeps the events. Repeats change nothing in the old system.
 */
@ApplicationScoped
public class Delivery {
  private static final Logger LOG = Logger.getLogger(Delivery.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration AT_MARKER = Duration.ofMillis(20);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration LONG_PAUSE = Duration.ofSeconds(30);

  private final KafkaSettings kafka = KafkaSettings.fromEnvironment();
  private RunRegistry runs;
  private LiveWindows windows;
  private CustomerPacks packs;
  private StageIdentity identity;
  private StageMetrics metrics;
  private ContinuousWorker work;
  private DeliveryClients clients;
  private WireEncoder encoder;
  private LiveEvents decoder;
  private CustomerPeek peeked;
  private SourceConnections old;
  private volatile String waitingFor;
  private volatile Instant waitingSince;

  Delivery() {}

  @Inject
  Delivery(
      RunRegistry runs,
      LiveWindows windows,
      CustomerPacks packs,
      StageIdentity identity,
      StageMetrics metrics) {
    this.runs = runs;
    this.windows = windows;
    this.packs = packs;
    this.identity = identity;
    this.metrics = metrics;
    this.work = new ContinuousWorker("delivery", runs::awaitCaughtUp, this::step, this::letGo);
  }

  void onStart(@Observes StartupEvent start) {
    work.begin();
  }

  /** True while events are being delivered or waited for. */
  boolean isAlive() {
    return work.isAlive();
  }

  /** What is waited for, with since when; empty where nothing is. */
  Optional<String> waiting() {
    String what = waitingFor;
    return what == null ? Optional.empty() : Optional.of(what + " since " + waitingSince);
  }

  private void hearEvents() {
    try {
      runs.awaitUpToNow();
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private void letGo() {
    close(clients, encoder, decoder, old);
    clients = null;
  }

  private void step() {
    if (clients == null) {
      encoder = new WireEncoder(kafka.serde());
      decoder = new LiveEvents(kafka.serde());
      peeked = new CustomerPeek(encoder);
      old = new SourceConnections();
      clients = new DeliveryClients(kafka, identity.instance(), this::hearEvents);
    }
    ConsumerRecords<byte[], byte[]> records = clients.consumer().poll(POLL);
    if (records.isEmpty()) {
      return;
    }
    DeliveryBatch batch = new DeliveryBatch(windows, packs, old, decoder, peeked, this::hearEvents);
    records.forEach(batch::add);
    if (!deliver(batch)) {
      return;
    }
    commit(batch);
    batch.waiting().forEach((partition, offset) -> clients.consumer().seek(partition, offset));
    if (!batch.waiting().isEmpty()) {
      LockSupport.parkNanos(AT_MARKER.toNanos());
    }
  }

  /** False where the partitions are another's by now, who begins from what is committed. */
  private boolean deliver(DeliveryBatch batch) {
    long assignments = clients.assignments();
    while (!work.isEnding()) {
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

  private void await(String why, Duration pause) {
    if (waitingFor == null) {
      LOG.warnf("The delivery to the old system waits: %s", why);
      waitingSince = Instant.now();
    }
    waitingFor = why;
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
    count("delivered", batch.delivered());
    count("passed", batch.passed());
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
          LOG.debugf(e, "It was closed already.");
        }
      }
    }
  }

  @PreDestroy
  void close() {
    work.end();
  }
}
