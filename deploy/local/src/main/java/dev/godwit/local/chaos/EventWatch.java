package dev.godwit.local.chaos;

import dev.godwit.event.v1.Envelope;
import dev.godwit.records.Topics;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.WireDecoder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Follows {@code migration.events.v1} on a thread of its own, whatever happens to the broker. */
final class EventWatch implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(50);
  private static final String ANY = "*";

  /**
   * An event.
   *
   * @param nanos time at which it was seen, by {@link System#nanoTime}
   */
  record Seen(SpecificRecord event, Envelope envelope, long nanos) {
    String name() {
      return event.getSchema().getName();
    }
  }

  private final Map<String, List<Seen>> byCustomer = new ConcurrentHashMap<>();
  private final KafkaSettings kafka;
  private final Thread thread;
  private volatile boolean ending;

  EventWatch(KafkaSettings kafka) {
    this.kafka = kafka;
    this.thread = Thread.ofPlatform().daemon().name("event-watch").start(this::follow);
  }

  private void follow() {
    TopicPartition partition = new TopicPartition(Topics.EVENTS, 0);
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(kafka.consumer(null));
        WireDecoder decoder = new WireDecoder(kafka.serde())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      while (!ending) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          take(record, decoder);
        }
      }
    }
  }

  /** Tries again where the registry is away. */
  private void take(ConsumerRecord<byte[], byte[]> record, WireDecoder decoder) {
    while (!ending) {
      try {
        SpecificRecord event = decoder.decode(record.topic(), record.value());
        Envelope envelope = (Envelope) event.get(0);
        byCustomer
            .computeIfAbsent(envelope.getMigrationId(), id -> new CopyOnWriteArrayList<>())
            .add(new Seen(event, envelope, System.nanoTime()));
        return;
      } catch (UnreadableRecordException e) {
        throw new IllegalStateException("Reading the events: " + e.getMessage(), e);
      } catch (RuntimeException e) {
        java.util.concurrent.locks.LockSupport.parkNanos(POLL.toNanos());
      }
    }
  }

  private List<Seen> of(String customer) {
    return byCustomer.getOrDefault(customer, List.of());
  }

  /** Number of the customer's last event; 0 where it has none. */
  long sequence(String customer) {
    List<Seen> events = of(customer);
    return events.isEmpty() ? 0 : events.getLast().envelope().getSequence();
  }

  /** Events of a name after an event; of every name where it is {@code *}. */
  int count(String customer, long after, String name) {
    return (int)
        of(customer).stream()
            .filter(seen -> seen.envelope().getSequence() > after)
            .filter(seen -> name.equals(ANY) || seen.name().equals(name))
            .count();
  }

  /** The last event of these names after an event. */
  Optional<Seen> last(String customer, long after, Set<String> names) {
    return of(customer).stream()
        .filter(seen -> seen.envelope().getSequence() > after && names.contains(seen.name()))
        .reduce((first, second) -> second);
  }

  /** Time of the customer's first event since a time; empty where none came. */
  Optional<Long> firstSince(String customer, long nanos) {
    return of(customer).stream().map(Seen::nanos).filter(at -> at - nanos >= 0).findFirst();
  }

  /** The events after an event, one a line; for messages. */
  String story(String customer, long after) {
    StringBuilder story = new StringBuilder();
    of(customer).stream()
        .filter(seen -> seen.envelope().getSequence() > after)
        .forEach(seen -> story.append(' ').append(seen.name()));
    return story.toString().strip();
  }

  @Override
  public void close() {
    ending = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
