package dev.godwit.orchestrator.view.projection;

import dev.godwit.api.text.Figures;
import dev.godwit.orchestrator.OrchestratorSettings;
import dev.godwit.orchestrator.view.progress.LiveBacklog;
import dev.godwit.orchestrator.view.projection.Positions.PositionMovedException;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.WireDecoder;
import dev.godwit.wire.live.LiveEvents;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.flywaydb.core.Flyway;
import org.jboss.logging.Logger;

/**
 * Reads the topics into the read model on a thread of its own, so that nothing else in the service
 * waits for the database.
 *
 * <p>Each batch is written with the offsets after it; at every start, and after every failure, it
 * continues at the offsets in the database. While the database or Kafka is unavailable it reports
 * that state and retries. A missing schema is made anew, and everything is read from offset 0.
 */
@ApplicationScoped
public class Projector {
  private static final Logger LOG = Logger.getLogger(Projector.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final long RETRY_MILLIS = 2_000;

  private static final String REBUILD_ORDERED = "A rebuild from the topics was ordered.";

  private final BatchWriter writer;
  private final SkippedRecords skipped;
  private final Positions positions;
  private final ViewState state;
  private final HealthGauges gauges;
  private final LiveBacklog backlog;
  private final Flyway flyway;
  private final AtomicBoolean rebuild;
  private final OrchestratorSettings settings;

  /** True once it has read everything since its last start; used by its thread alone. */
  private boolean caughtUp;

  /** Sum of the topics' ends when the thread began to read; used by it alone. */
  private long ends;

  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "view-projector");

  Projector(
      BatchWriter writer,
      SkippedRecords skipped,
      Positions positions,
      ViewState state,
      HealthGauges gauges,
      LiveBacklog backlog,
      Flyway flyway,
      OrchestratorSettings settings) {
    this.writer = writer;
    this.skipped = skipped;
    this.positions = positions;
    this.state = state;
    this.gauges = gauges;
    this.backlog = backlog;
    this.flyway = flyway;
    this.settings = settings;
    this.rebuild = new AtomicBoolean(settings.view().rebuild());
  }

  void start(@Observes StartupEvent event) {
    thread.setDaemon(true);
    if (settings.view().read()) {
      thread.start();
    }
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    stopped.countDown();
    thread.join(5_000);
  }

  /** Orders the thread to empty the read model and to build it again from the topics. */
  public void rebuild() {
    state.partial(true);
    rebuild.set(true);
    state.is("REBUILDING", REBUILD_ORDERED, Map.of());
  }

  private void run() {
    KafkaSettings kafka = settings.clients();
    while (running()) {
      try (WireDecoder decoder = new WireDecoder(kafka.serde());
          TopicReader reader = new TopicReader(kafka);
          LiveEvents events = new LiveEvents(kafka.serde());
          LiveTopic live = new LiveTopic(kafka, events::decode, backlog)) {
        begin(reader);
        while (running() && !rebuild.get()) {
          step(reader, decoder);
          live.look();
          gauges.refresh();
        }
      } catch (PositionMovedException e) {
        LOG.info(e.getMessage());
        writer.forget();
      } catch (InterruptException | WakeupException e) {
        return;
      } catch (RuntimeException e) {
        writer.forget();
        gauges.unknown();
        state.is("WAITING", Failures.outage(e), Map.of());
        LOG.debug("The read model waits and retries.", e);
        waitForRetry();
      }
    }
  }

  private void begin(TopicReader reader) {
    flyway.migrate();
    if (rebuild.get()) {
      empty(REBUILD_ORDERED);
      rebuild.set(false);
    }
    List<String> missing = reader.take(writer.topics(), positions.all());
    if (!missing.isEmpty()) {
      throw new TopicsMissingException(missing);
    }
    if (reader.pastTheEnd()) {
      empty("Its positions are beyond the ends of the topics: these were made anew.");
      reader.take(writer.topics(), Map.of());
    }
    caughtUp = false;
    ends = reader.ends();
    state.partial(positions.isRebuilding());
    skipped.show();
    state.is(reading(), progress(reader), reader.next());
  }

  private void empty(String why) {
    state.partial(true);
    state.is("REBUILDING", why, Map.of());
    writer.empty();
  }

  private void step(TopicReader reader, WireDecoder decoder) {
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> batch = reader.poll(POLL);
    if (!batch.isEmpty()) {
      writer.project(reader.batch(batch), decoder::decode);
      reader.done(batch.keySet());
    }
    boolean behind = !reader.caughtUp();
    caughtUp = caughtUp || !behind;
    if (caughtUp && state.isPartial()) {
      positions.rebuilt();
      state.partial(false);
    }
    if (!rebuild.get()) {
      state.is(
          caughtUp ? "READY" : reading(),
          behind ? progress(reader) : "It shows all that is in the topics.",
          reader.next());
    }
  }

  private String reading() {
    return state.isPartial() ? "REBUILDING" : "CATCHING_UP";
  }

  private String progress(TopicReader reader) {
    return caughtUp
        ? "It reads the topics."
        : "It reads the topics: %s of %s offsets."
            .formatted(Figures.count(Math.min(reader.position(), ends)), Figures.count(ends));
  }

  private boolean running() {
    return stopped.getCount() > 0;
  }

  private void waitForRetry() {
    try {
      if (stopped.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
        LOG.debug("Stopped while waiting.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Topics are missing. Retriable. */
  static final class TopicsMissingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TopicsMissingException(List<String> topics) {
      super(
          "Expected the topics "
              + String.join(", ", topics)
              + ", but Kafka has none of that name yet.");
    }
  }
}
