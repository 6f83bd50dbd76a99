package dev.godwit.worker;

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
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * The runs there are, as all of {@code migration.events.v1} says, read from its beginning at each
 * start. Keeps the runs that are not over or still take live engagement, and of the others their
 * ids. Thread-safe.
 */
@ApplicationScoped
public class RunRegistry {
  private static final Logger LOG = Logger.getLogger(RunRegistry.class);
  private static final TopicPartition EVENTS = new TopicPartition(Topics.EVENTS, 0);

  private final KafkaSettings kafka = KafkaSettings.fromEnvironment();
  private final RunTable table = new RunTable();
  private final List<Consumer<SpecificRecord>> listeners = new CopyOnWriteArrayList<>();
  private final CountDownLatch caughtUp = new CountDownLatch(1);
  private Instance<RunEventListener> beans;
  private WireDecoder decoder;
  private long lastAtStart = Long.MIN_VALUE;
  private long heardUpTo = -1;

  RunRegistry() {}

  @Inject
  RunRegistry(Instance<RunEventListener> beans) {
    this.beans = beans;
  }

  /**
   * The run of an id; empty where it was not heard of yet, or is over. A committed run whose window
   * of live engagement is open is over ({@link #isOver}), but found.
   */
  public Optional<RunSpec> find(String runId) {
    return table.find(runId);
  }

  /**
   * The run of an id; waits until its {@code RunStarted} event is heard.
   *
   * @return null where the run is over; a committed run with an open window is returned
   */
  public RunSpec await(String runId) throws InterruptedException {
    return table.await(runId);
  }

  /** True where the run has ended, well or not. */
  public boolean isOver(String runId) {
    return table.isOver(runId);
  }

  /** True where the run is over or is being undone: nothing of it needs to go on. */
  public boolean isStopped(String runId) {
    return table.isStopped(runId);
  }

  /**
   * As {@link #isStopped}, for the run's live engagement: false for a committed run too, whose
   * window is open.
   */
  public boolean isLiveStopped(String runId) {
    return table.isLiveStopped(runId);
  }

  /**
   * Calls a listener with every event heard from now on, in order, by one thread. To hear those
   * before too, be a {@link RunEventListener} bean.
   */
  public void onEvent(Consumer<SpecificRecord> listener) {
    listeners.add(listener);
  }

  /** Waits until all events that were there when this process started are heard. */
  public void awaitCaughtUp() throws InterruptedException {
    caughtUp.await();
  }

  /**
   * Waits until all events that are there now are heard. Whoever takes over a partition waits for
   * it: the process that had it before may have gone by events that this one has not heard yet.
   */
  public void awaitUpToNow() throws InterruptedException {
    awaitCaughtUp();
    long last = lastNow();
    synchronized (this) {
      while (heardUpTo < last) {
        wait();
      }
    }
  }

  private long lastNow() throws InterruptedException {
    while (true) {
      try {
        return EventsEnd.lastOffset(kafka.consumer(null), EVENTS);
      } catch (InterruptException e) {
        throw new InterruptedException("Interrupted while looking for the end of the events.");
      } catch (KafkaException e) {
        LOG.warnf(
            "Waiting for the broker, to find the end of %s: %s", Topics.EVENTS, e.getMessage());
      }
    }
  }

  /** True where all events that were there when this process started are heard. */
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
      hear(decoder.decode(Topics.EVENTS, message.getPayload()));
    } catch (UnreadableRecordException e) {
      LOG.errorf("The event at offset %d was passed over. %s", message.getOffset(), e.getMessage());
    }
    heard(message.getOffset());
    return message.ack();
  }

  private void hear(SpecificRecord event) {
    table.apply(event);
    for (RunEventListener bean : beans) {
      tell(bean::onEvent, event);
    }
    for (Consumer<SpecificRecord> listener : listeners) {
      tell(listener, event);
    }
  }

  private static void tell(Consumer<SpecificRecord> listener, SpecificRecord event) {
    try {
      listener.accept(event);
    } catch (RuntimeException e) {
      LOG.errorf(e, "A listener failed on an event %s.", event.getSchema().getName());
    }
  }

  synchronized void heard(long offset) {
    // Who looks for the events' end says again what was heard; more may have been heard meanwhile.
    heardUpTo = Math.max(heardUpTo, offset);
    notifyAll();
    if (lastAtStart != Long.MIN_VALUE && heardUpTo >= lastAtStart) {
      caughtUp.countDown();
    }
  }

  void onStart(@Observes StartupEvent start) {
    Thread.ofPlatform().daemon().name("godwit-events-end").start(this::findEnd);
  }

  private void findEnd() {
    while (true) {
      try {
        long last = EventsEnd.lastOffset(kafka.consumer(null), EVENTS);
        synchronized (this) {
          lastAtStart = last;
        }
        heard(heardSoFar());
        return;
      } catch (InterruptException e) {
        return;
      } catch (KafkaException e) {
        LOG.warnf(
            "Waiting for the broker, to find the end of %s: %s", Topics.EVENTS, e.getMessage());
      }
    }
  }

  synchronized long heardSoFar() {
    return heardUpTo;
  }

  @PreDestroy
  void close() {
    if (decoder != null) {
      decoder.close();
    }
  }
}
