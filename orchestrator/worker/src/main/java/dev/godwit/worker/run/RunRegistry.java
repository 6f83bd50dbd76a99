package dev.godwit.worker.run;

import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.WireDecoder;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.reactive.messaging.annotations.Blocking;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Gives out the {@link RunStatus} of every run. Consumes all of {@code migration.events.v1}, from
 * its beginning at each start, and passes each event to {@link RunStatusTable} and to the {@link
 * RunEventListener} beans. Thread-safe.
 *
 * <p>How a service uses it:
 *
 * <ol>
 *   <li>A record or task names a run: {@link #status} says whether to write for it. Empty means
 *       that this process has not consumed the run's start yet: keep the record and ask again, or
 *       use {@link #awaitStatus}.
 *   <li>Status changes while a batch is worked on: ask once a batch, not once a record.
 *   <li>A process that takes over a partition calls {@link #awaitUpToNow} first.
 * </ol>
 */
@ApplicationScoped
public class RunRegistry implements ConsumedEvents {
  private static final Logger LOG = Logger.getLogger(RunRegistry.class);
  private static final TopicPartition EVENTS = new TopicPartition(Topics.EVENTS, 0);

  private final KafkaSettings kafka;
  private final CountDownLatch caughtUp = new CountDownLatch(1);
  private final RunStatusTable table;
  private final Instance<RunEventListener> listeners;
  private final RunTraces traces;
  private WireDecoder decoder;
  private long lastAtStart = Long.MIN_VALUE;
  private long consumedUpTo = -1;

  /** Of a table; the listeners get each event after it. */
  public RunRegistry(
      KafkaSettings kafka,
      RunStatusTable table,
      Instance<RunEventListener> listeners,
      RunTraces traces) {
    this.kafka = kafka;
    this.table = table;
    this.listeners = listeners;
    this.traces = traces;
  }

  /** Status of a run; empty where its {@code RunStarted} event was not consumed yet. */
  public Optional<RunStatus> status(String runId) {
    return table.status(runId);
  }

  /** Runs that write rows now, as far as events were consumed. */
  public Collection<RunSpec> running() {
    return table.running();
  }

  /** The customer's run of the highest number; empty where no start of one was consumed yet. */
  public Optional<RunSpec> newestRunOf(String customer) {
    return table.newestRunOf(customer);
  }

  /** Status of a run; waits until its {@code RunStarted} event is consumed. Never null. */
  public RunStatus awaitStatus(String runId) throws InterruptedException {
    return table.awaitStatus(runId);
  }

  /**
   * Waits until a run was resumed more often than so many times, or is no longer on. A worker that
   * reported a failure of a run waits here (or asks {@link RunStatus#resumes} from time to time)
   * before it tries again.
   *
   * @return the status then; not null
   */
  public RunStatus awaitResumed(String runId, int resumes) throws InterruptedException {
    return table.awaitResumed(runId, resumes);
  }

  /**
   * Every entity that a run has moved, as far as events were consumed: the built-in ones, LIVE, and
   * those of packs. The topics of an entity are there before it is among them. The set is never
   * changed but replaced, so a reader compares it by identity.
   */
  public Set<Entity> entities() {
    return table.entities();
  }

  /** Control of the newest replay of a run; empty where it has had none. */
  public Optional<ReplayControl> replay(String runId) {
    return table.replay(runId);
  }

  /**
   * Whether an event ordered a replay of the transformer's stage for a run, as far as events were
   * consumed.
   */
  public boolean isReplayOfTransformer(String runId, int number) {
    return table.isReplayOfTransformer(runId, number);
  }

  /** Control of a replay of a run; waits until its {@code ReplayStarted} event is consumed. */
  public ReplayControl awaitReplay(String runId, int number) throws InterruptedException {
    return table.awaitReplay(runId, number);
  }

  /**
   * Waits until a replay's control is another one than the caller knows (it was paused, resumed
   * with another rate, cancelled, or is over), or a timeout has passed.
   *
   * @return the control then; the same one after the timeout
   */
  public ReplayControl awaitReplayChange(String runId, ReplayControl known, Duration timeout)
      throws InterruptedException {
    return table.awaitReplayChange(runId, known, timeout);
  }

  /** Waits until all events that were there when this process started are consumed. */
  public void awaitCaughtUp() throws InterruptedException {
    caughtUp.await();
  }

  /**
   * Waits until all events that are there now are consumed. A process that takes over a partition
   * waits for it: the process before it may have acted on events that this one has not consumed.
   */
  @Override
  public void awaitUpToNow() throws InterruptedException {
    awaitCaughtUp();
    long last = lastOffset();
    synchronized (this) {
      while (consumedUpTo < last) {
        wait();
      }
    }
  }

  /**
   * Waits until the events are consumed that were begun to be written when this was called, also
   * those of a transaction whose end is not visible yet; or until a limit has passed.
   */
  public void awaitSettled(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    try {
      long last = LastOffset.settled(kafka.consumer(null), EVENTS, limit);
      synchronized (this) {
        long left = deadline - System.nanoTime();
        while (consumedUpTo < last && left > 0) {
          TimeUnit.NANOSECONDS.timedWait(this, left);
          left = deadline - System.nanoTime();
        }
      }
    } catch (InterruptException e) {
      throw new InterruptedException("Interrupted while waiting for events.");
    }
  }

  /** Offset of the last event now, -1 for none; waits for the broker. */
  private long lastOffset() throws InterruptedException {
    while (true) {
      try {
        return LastOffset.of(kafka.consumer(null), EVENTS);
      } catch (InterruptException e) {
        throw new InterruptedException("Interrupted while looking for the end of the events.");
      } catch (KafkaException e) {
        LOG.warnf(
            "Waiting for the broker, to find the end of %s: %s", Topics.EVENTS, e.getMessage());
      }
    }
  }

  /** True where all events that were there when this process started are consumed. */
  public boolean isCaughtUp() {
    return caughtUp.getCount() == 0;
  }

  @Incoming("events")
  @Acknowledgment(Acknowledgment.Strategy.MANUAL)
  @Blocking
  CompletionStage<Void> onRecord(IncomingKafkaRecord<byte[], byte[]> message) {
    try {
      if (decoder == null) {
        decoder = new WireDecoder(kafka.serde());
      }
      SpecificRecord event = decoder.decode(Topics.EVENTS, message.getPayload());
      traces.apply(event, message.getHeaders());
      apply(event);
    } catch (UnreadableRecordException e) {
      LOG.errorf(
          "Skipped the event at offset %d of %s: %s",
          message.getOffset(), Topics.EVENTS, e.getMessage());
    }
    consumed(message.getOffset());
    return message.ack();
  }

  private void apply(SpecificRecord event) {
    table.apply(event);
    for (RunEventListener listener : listeners) {
      try {
        listener.onEvent(event);
      } catch (RuntimeException e) {
        LOG.errorf(
            e,
            "%s failed on an event %s; continuing with the next event.",
            listener.getClass().getSimpleName(),
            event.getSchema().getName());
      }
    }
  }

  synchronized void consumed(long offset) {
    // The search for the events' end repeats an offset; later ones may be consumed meanwhile.
    consumedUpTo = Math.max(consumedUpTo, offset);
    notifyAll();
    if (lastAtStart != Long.MIN_VALUE && consumedUpTo >= lastAtStart) {
      caughtUp.countDown();
    }
  }

  synchronized long consumedUpTo() {
    return consumedUpTo;
  }

  void onStart(@Observes StartupEvent start) {
    Thread.ofPlatform().daemon().name("godwit-events-end").start(this::findEnd);
  }

  private void findEnd() {
    try {
      long last = lastOffset();
      synchronized (this) {
        lastAtStart = last;
      }
      consumed(consumedUpTo());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @PreDestroy
  void close() {
    if (decoder != null) {
      decoder.close();
    }
  }
}
