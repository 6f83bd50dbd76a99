package dev.godwit.orchestrator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.source.yaml.YamlConfigSource;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

/** The settings of Kafka Streams in application.yaml, as Kafka Streams reads them. */
class StreamsSettingsTest {
  private static final String PREFIX = "kafka-streams.";

  @Test
  void shouldWorkExactlyOnceAndBeTakenOverSoonAfterAKill() throws IOException {
    StreamsConfig streams = new StreamsConfig(settings());

    assertThat(streams.getString(StreamsConfig.PROCESSING_GUARANTEE_CONFIG))
        .isEqualTo(StreamsConfig.EXACTLY_ONCE_V2);
    assertThat(streams.getInt(StreamsConfig.NUM_STREAM_THREADS_CONFIG)).isOne();
    assertThat(streams.getString(StreamsConfig.STATE_DIR_CONFIG)).endsWith("/orchestrator");
    assertThat(streams.getMainConsumerConfigs("group", "client", 0))
        .containsEntry(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, "6000")
        .containsEntry(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, "1500")
        .containsEntry(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, "300000");
    assertThat(streams.getProducerConfigs("client"))
        .containsEntry(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, "8000")
        .containsEntry(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
  }

  /** The keys below {@code unsupported-properties} are Hibernate's own names, which have dots. */
  @Test
  void shouldHaveNoQuotedKeyWhenABlockIsReadByItsKeys() throws IOException {
    assertThat(yaml().getPropertyNames())
        .isNotEmpty()
        .filteredOn(name -> !name.startsWith("quarkus.hibernate-orm.unsupported-properties."))
        .noneMatch(name -> name.contains("\""));
  }

  private static Map<String, String> settings() throws IOException {
    YamlConfigSource yaml = yaml();
    Map<String, String> settings = new HashMap<>();
    for (String name : yaml.getPropertyNames()) {
      if (name.startsWith(PREFIX)) {
        settings.put(name.substring(PREFIX.length()), yaml.getValue(name));
      }
    }
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1");
    return settings;
  }

  private static YamlConfigSource yaml() throws IOException {
    return new YamlConfigSource(
        StreamsSettingsTest.class.getClassLoader().getResource("application.yaml"));
  }
}
