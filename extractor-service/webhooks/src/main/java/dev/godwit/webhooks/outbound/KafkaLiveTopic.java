package dev.godwit.webhooks.outbound;

import dev.godwit.records.Topics;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.row.v1.LiveWay;
import dev.godwit.webhooks.request.Refusal;
import dev.godwit.wire.crash.CrashPoint;
import dev.godwit.wire.live.LiveEvents;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jboss.logging.Logger;

/**
 * Appends live events to {@code crm.engagements.live.v1} with an idempotent producer and awaits
 * every acknowledgement. It uses no transaction, since a transaction would make all providers wait
 * for each other; a batch that got through in part is sent again and recognised by its event ids.
 */
public final class KafkaLiveTopic implements LiveTopic, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(KafkaLiveTopic.class);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);
  private static final long RETRY_PAUSE_NANOS = Duration.ofSeconds(2).toNanos();

  /** Writes the value of a record; not thread-safe. */
  public interface Encoder {
    /** The value in the wire format; neither argument may be null. */
    byte[] encode(String topic, SpecificRecord event);
  }

  private final Producer<byte[], byte[]> producer;
  private final Encoder encoder;
  private volatile boolean ready;
  private volatile boolean closed;

  public KafkaLiveTopic(Producer<byte[], byte[]> producer, Encoder encoder) {
    this.producer = producer;
    this.encoder = encoder;
  }

  /** Starts {@link #learnSchema} on a thread of its own. */
  public void prepare() {
    Thread.ofPlatform().daemon().name("godwit-webhook-schema").start(this::learnSchema);
  }

  /** Looks up the schema's id in the registry; retries until it is known or this is closed. */
  public void learnSchema() {
    while (!ready && !closed) {
      try {
        encode(
            LiveEngagement.newBuilder()
                .setCustomer("")
                .setWay(LiveWay.WEBHOOK)
                .setEventId("")
                .build());
        ready = true;
      } catch (RuntimeException e) {
        LOG.errorf(
            "The schema of live events is unknown, so every event is answered 503; the registry is"
                + " asked again in %d s: %s",
            Duration.ofNanos(RETRY_PAUSE_NANOS).toSeconds(), e.getMessage());
        LockSupport.parkNanos(RETRY_PAUSE_NANOS);
      }
    }
  }

  /** Whether events can be encoded. */
  public boolean isReady() {
    return ready;
  }

  @Override
  public void append(List<LiveEngagement> events, List<UnreadableEvent> unreadable) throws Refusal {
    if (!ready) {
      throw unavailable("the schema registry was not reached yet", null);
    }
    CrashPoint.WEBHOOKS_EVENTS_BEFORE_SEND.reach();
    List<Future<RecordMetadata>> sent = new ArrayList<>(events.size());
    try {
      for (LiveEngagement event : events) {
        send(key(event), encode(event), sent);
      }
      for (UnreadableEvent event : unreadable) {
        send(
            (event.customer() + "/").getBytes(StandardCharsets.UTF_8),
            LiveEvents.unreadable(event.provider(), event.body()),
            sent);
      }
      for (Future<RecordMetadata> future : sent) {
        future.get();
      }
      CrashPoint.WEBHOOKS_EVENTS_BEFORE_ANSWER.reach();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RecordTooLargeException) {
        throw Refusal.tooBig(
            "Expected no event to be bigger than what Kafka takes as one record, found one that is."
                + " It cannot be taken; see the provider's own log of events.",
            e.getCause());
      }
      throw unavailable(e.getCause().getMessage(), e.getCause());
    } catch (KafkaException e) {
      throw unavailable(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("this process is ending", e);
    }
  }

  private void send(byte[] key, byte[] value, List<Future<RecordMetadata>> sent)
      throws ExecutionException, InterruptedException {
    Future<RecordMetadata> future = producer.send(new ProducerRecord<>(Topics.LIVE, key, value));
    sent.add(future);
    if (future.isDone()) {
      future.get();
    }
  }

  /** By message, so that load spreads over the partitions; nothing depends on the order. */
  private static byte[] key(LiveEngagement event) {
    String rest = event.getMessageId() == null ? event.getEventId() : event.getMessageId();
    return (event.getCustomer() + "/" + (rest == null ? "" : rest))
        .getBytes(StandardCharsets.UTF_8);
  }

  private byte[] encode(LiveEngagement event) {
    synchronized (encoder) {
      return encoder.encode(Topics.LIVE, event);
    }
  }

  private static Refusal unavailable(String found, Throwable cause) {
    return Refusal.unavailable(
        "Expected Kafka to acknowledge every event, found: "
            + found
            + ". Send the same request again.",
        RETRY_AFTER,
        cause);
  }

  @Override
  public void close() {
    closed = true;
    producer.close(Duration.ofSeconds(5));
  }
}
