package dev.godwit.orchestrator.engine;

import dev.godwit.orchestrator.codec.ControlPlaneCodec;
import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.records.Topics;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.UnreadableRecordException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads {@code migration.events.v1} from its beginning to the end that it has at the call. */
final class KafkaEventHistory implements EventHistory {
  private static final Duration POLL = Duration.ofMillis(500);

  private final KafkaSettings kafka;
  private final ControlPlaneCodec codec;

  KafkaEventHistory(KafkaSettings kafka, ControlPlaneCodec codec) {
    this.kafka = kafka;
    this.codec = codec;
  }

  @Override
  public void forEach(Consumer<Recorded> reader) {
    TopicPartition events = new TopicPartition(Topics.EVENTS, 0);
    try (Wire wire = new RegistryWire(kafka);
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(kafka.consumer(null))) {
      consumer.assign(List.of(events));
      consumer.seekToBeginning(List.of(events));
      long end = consumer.endOffsets(List.of(events)).get(events);
      while (consumer.position(events) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(events)) {
          reader.accept(recorded(wire, record));
        }
      }
    }
  }

  private Recorded recorded(Wire wire, ConsumerRecord<byte[], byte[]> record) {
    try {
      SpecificRecord avro = wire.decode(Topics.EVENTS, record.value());
      return codec.toEvent(avro);
    } catch (UnreadableRecordException e) {
      throw new IllegalStateException(
          "Expected every event of %s to be readable, found one at offset %d that is not; the history is all there is, do not go on without it."
              .formatted(Topics.EVENTS, record.offset()),
          e);
    }
  }
}
