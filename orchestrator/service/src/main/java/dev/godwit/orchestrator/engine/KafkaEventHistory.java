package dev.godwit.orchestrator.engine;

import dev.godwit.orchestrator.codec.ControlPlaneCodec;
import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.records.Topics;
import dev.godwit.wire.KafkaSettings;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads {@code migration.events.v1} from its beginning to the end that it has at the call. */
final class KafkaEventHistory implements EventHistory {
  private static final Duration POLL = Duration.ofMillis(500);

  private final KafkaSettings kafka;
  private final ControlPlaneCodec codec;

  private final Set<Long> foreign;
  private final EngineMetrics metrics;

  /**
   * A history.
   *
   * @param foreign offsets of records that a person declared not to be the orchestrator's
   */
  KafkaEventHistory(
      KafkaSettings kafka, ControlPlaneCodec codec, Set<Long> foreign, EngineMetrics metrics) {
    this.kafka = kafka;
    this.codec = codec;
    this.foreign = foreign;
    this.metrics = metrics;
  }

  @Override
  public void forEach(Consumer<Recorded> reader) {
    EventSieve sieve = new EventSieve(foreign, codec, reader, metrics::foreignEvent);
    TopicPartition events = new TopicPartition(Topics.EVENTS, 0);
    try (Wire wire = new RegistryWire(kafka);
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(kafka.consumer(null))) {
      consumer.assign(List.of(events));
      consumer.seekToBeginning(List.of(events));
      long end = consumer.endOffsets(List.of(events)).get(events);
      while (consumer.position(events) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(events)) {
          sieve.accept(
              record.offset(),
              record.key(),
              record.value(),
              () -> wire.decode(Topics.EVENTS, record.value()));
        }
      }
    }
    sieve.end();
  }
}
