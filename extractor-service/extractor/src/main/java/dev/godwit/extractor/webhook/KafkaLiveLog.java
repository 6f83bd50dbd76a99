package dev.godwit.extractor.webhook;

import dev.godwit.records.Topics;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.row.v1.LiveWay;
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
 * Appends live events to their topic, by an idempotent producer with acknowledgements of all
 * replicas, every send awaited. Not in a transaction: one would make all providers wait for each
 * other, and a batch of which some events got through is told again and recognised.
 */
final class KafkaLiveLog implements LiveLog, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(KafkaLiveLog.class);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);
  private static final long BETWEEN_TRIES_NANOS = Duration.ofSeconds(2).toNanos();

  /** Writes records as the topic's readers expect them; not thread-safe. */
  interface Encoder {
    byte[] encode(String topic, SpecificRecord event);
  }

  private final Producer<byte[], byte[]> producer;
  private final Encoder encoder;
  private volatile boolean ready;
  private volatile boolean closed;

  KafkaLiveLog(Producer<byte[], byte[]> producer, Encoder encoder) {
    this.producer = producer;
    this.encoder = encoder;
  }

  /** Learns the schema's id on a thread of its own, for as long as the registry is away. */
  void prepare() {
    Thread.ofPlatform().daemon().name("godwit-webhook-schema").start(this::learnSchema);
  }

  void learnSchema() {
    while (!ready && !closed) {
      try {
        encode(
            new LiveEngagement(
                "",
                LiveWay.WEBHOOK,
                "",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null));
        ready = true;
      } catch (RuntimeException e) {
        LOG.errorf("Webhooks are answered 503 until this is mended: %s", e.getMessage());
        LockSupport.parkNanos(BETWEEN_TRIES_NANOS);
      }
    }
  }

  @Override
  public void append(List<LiveEngagement> events) throws Refusal {
    if (!ready) {
      throw unavailable("the schema registry was not reached yet", null);
    }
    List<Future<RecordMetadata>> sent = new ArrayList<>(events.size());
    try {
      for (LiveEngagement event : events) {
        Future<RecordMetadata> future =
            producer.send(new ProducerRecord<>(Topics.LIVE, key(event), encode(event)));
        sent.add(future);
        if (future.isDone()) {
          future.get();
        }
      }
      for (Future<RecordMetadata> future : sent) {
        future.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RecordTooLargeException) {
        throw new Refusal(
            413,
            Outcome.TOO_BIG,
            "Expected no event to be bigger than what Kafka takes as one record, found one that is. It cannot be taken; see the provider's own log of events.",
            null,
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
