package dev.godwit.transformer.inbound;

import dev.godwit.report.v1.ReportEnvelope;
import dev.godwit.transformer.TransformerSettings;
import dev.godwit.transformer.fix.RecordFixes;
import dev.godwit.transformer.normalise.PlausibleTimes;
import dev.godwit.transformer.outbound.OutboundTransaction;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.WireDecoder;
import dev.godwit.wire.WireEncoder;
import dev.godwit.wire.live.LiveEvents;
import dev.godwit.wire.live.TailMark;
import dev.godwit.worker.decision.DecisionReader;
import dev.godwit.worker.outage.OutageRetry;
import dev.godwit.worker.run.LiveWindows;
import dev.godwit.worker.run.RunPacks;
import dev.godwit.worker.run.RunRegistry;
import dev.godwit.worker.run.RunSpec;
import dev.godwit.worker.run.RunStatus;
import dev.godwit.worker.stage.StageIdentity;
import dev.godwit.worker.stage.StageMetrics;
import dev.godwit.worker.stage.StageReports;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.jboss.logging.Logger;

/**
 * Runs one {@link TransformSession} after another on a thread of its own, from when all runs are
 * known until the process ends. A failure that ends a session (fenced, aborted, broker down) is
 * logged, and the next session begins after a pause. Alive while its thread runs.
 */
@Liveness
@ApplicationScoped
public class TransformLoop implements HealthCheck {
  private static final Logger LOG = Logger.getLogger(TransformLoop.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);
  private static final String GROUP = "godwit-transformer";

  private final KafkaSettings kafka;
  private final RunRegistry registry;
  private final LiveWindows windows;
  private final LostRecords lostRecords;
  private final StageIdentity identity;
  private final StageMetrics metrics;
  private final CheckedPacks packs;
  private final LiveMerges merges;
  private final TailMark tail;
  private Thread thread;
  private volatile boolean stopping;
  private volatile KafkaConsumer<byte[], byte[]> current;

  TransformLoop(
      KafkaSettings kafka,
      RunRegistry registry,
      LiveWindows windows,
      StageIdentity identity,
      StageMetrics metrics,
      StageReports reports,
      OutageRetry outage,
      RunPacks runPacks,
      TransformerSettings settings,
      PlannedMerges plannedMerges,
      PlausibleTimes times,
      DecisionReader decisions) {
    this.kafka = kafka;
    this.registry = registry;
    this.windows = windows;
    this.tail = settings.tailMark();
    this.lostRecords =
        new LostRecords(windows::open, registry::running, LostRecords.by(reports, identity));
    this.identity = identity;
    this.metrics = metrics;
    this.merges =
        new LiveMerges(
            plannedMerges::of,
            (run, resumes, failure) ->
                reports.failed(
                    refusal(identity, run, resumes, failure.getMessage()),
                    failure.subject(),
                    failure.getMessage(),
                    failure.action()),
            settings.recheckPackAfter(),
            InstantSource.system());
    this.packs =
        new CheckedPacks(
            runPacks::target,
            runPacks::isOutdated,
            outage,
            (status, subject, error, action) ->
                reports.failed(
                    refusal(identity, status.run(), status.resumes(), error),
                    subject,
                    error,
                    action),
            settings.recheckPackAfter(),
            times,
            run -> RecordFixes.of(decisions.read(run.customer(), run.decisions())));
  }

  /**
   * A process that was killed while the run was held reports the same refusal under the same id.
   */
  private static ReportEnvelope refusal(
      StageIdentity identity, RunSpec run, int resumes, String error) {
    ReportEnvelope envelope = identity.envelope(run);
    String id = "refused/%s/%d/%s".formatted(run.runId(), resumes, error);
    envelope.setReportId(UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)).toString());
    return envelope;
  }

  void onStart(@Observes StartupEvent start) {
    thread = Thread.ofPlatform().name("godwit-transform").start(this::loop);
  }

  void onStop(@Observes ShutdownEvent stop) throws InterruptedException {
    stopping = true;
    KafkaConsumer<byte[], byte[]> consumer = current;
    if (consumer != null) {
      consumer.wakeup();
    }
    thread.join(STOP_TIMEOUT);
    if (thread.isAlive()) {
      thread.interrupt();
      thread.join(STOP_TIMEOUT);
    }
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("transform loop")
        .status(thread != null && thread.isAlive())
        .build();
  }

  private void loop() {
    try {
      registry.awaitCaughtUp();
    } catch (InterruptedException e) {
      return;
    }
    while (!stopping) {
      try {
        session();
      } catch (WakeupException | InterruptException e) {
        if (!stopping) {
          LOG.warn("The session was interrupted; a new one begins.");
        }
      } catch (RuntimeException e) {
        LOG.error("The session ended; a new one begins at the committed offsets.", e);
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private void session() {
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(consumerSettings());
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(producerSettings());
        WireEncoder encoder = new WireEncoder(kafka.serde());
        WireDecoder decoder = new WireDecoder(kafka.serde());
        LiveEvents events = new LiveEvents(kafka.serde(), tail)) {
      current = consumer;
      OutboundTransaction transaction = new OutboundTransaction(producer, encoder);
      ReadyRuns runs = new ReadyRuns(registry::status, RunStatus::writesRows, packs);
      ReadyRuns liveRuns = new ReadyRuns(registry::status, RunStatus::writesEngagement, packs);
      new TransformSession(
              consumer,
              registry::entities,
              transaction,
              new RecordTransformer(decoder::decodeRow, runs),
              new LiveTransformer(events::decode, windows, liveRuns, merges, this::awaitEvents),
              new MarkerCheck(windows, this::awaitEvents),
              runs,
              liveRuns,
              new OutcomeCounts(metrics::count),
              this::awaitEvents,
              new PartitionTakeover(new StartOffsets(new ReceiptTopic(kafka)), lostRecords),
              identity.instance(),
              InstantSource.system())
          .run(() -> !stopping);
    } finally {
      current = null;
    }
  }

  private void awaitEvents() {
    try {
      registry.awaitUpToNow();
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private Map<String, Object> consumerSettings() {
    Map<String, Object> settings = new HashMap<>(kafka.consumer(GROUP));
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, identity.instance());
    // A process that comes back under its name takes its partitions back at once.
    settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, identity.instance());
    settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
    settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000);
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, TransformSession.MAX_RECORDS / 2);
    settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 16 * 1024 * 1024);
    // The same partition numbers of all topics go to one process.
    settings.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, RangeAssignor.class.getName());
    return settings;
  }

  private Map<String, Object> producerSettings() {
    Map<String, Object> settings =
        new HashMap<>(kafka.transactionalProducer(identity.instance() + "-transform"));
    settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 15_000);
    return settings;
  }
}
