package dev.godwit.worker.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.records.QuarantineLimits;
import dev.godwit.records.Topic;
import dev.godwit.records.TopicCatalogue;
import dev.godwit.wire.KafkaSettings;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;

/** A record that is written must fit into its topic: one that does not is sent again for ever. */
class RecordSizeTest {
  private static final KafkaSettings KAFKA = new KafkaSettings("broker:1", "http://registry:1");

  @Test
  void shouldLimitProducersToTheSizeOfTopicsWhenTheyAreConfigured() {
    for (Map<String, Object> producer :
        List.of(KAFKA.producer("p"), KAFKA.transactionalProducer("t"))) {
      assertThat(producer)
          .containsEntry(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, KafkaSettings.MAX_RECORD_BYTES);
    }
    assertThat(KafkaSettings.MAX_RECORD_BYTES)
        .isBetween(Topic.MAX_MESSAGE_BYTES * 99 / 100, Topic.MAX_MESSAGE_BYTES - 8 * 1024);
    for (Topic topic : TopicCatalogue.load().topics()) {
      assertThat(topic.brokerSettings())
          .containsEntry("max.message.bytes", String.valueOf(Topic.MAX_MESSAGE_BYTES));
    }
  }

  @Test
  void shouldFitARecordWhenTheLargestOneIsQuarantined() {
    assertThat(
            QuarantineLimits.VALUE_BYTES
                + QuarantineLimits.KEY_BYTES
                + 8 * QuarantineLimits.TEXT_CHARACTERS * 4)
        .isLessThan(KafkaSettings.MAX_RECORD_BYTES);
  }
}
