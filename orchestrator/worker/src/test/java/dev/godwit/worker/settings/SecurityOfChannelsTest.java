package dev.godwit.worker.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.wire.security.KafkaConfigSource;
import dev.godwit.wire.security.SecretFilesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import java.util.ServiceLoader;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;

/** The clients that messaging and Kafka Streams make have the security of all others. */
class SecurityOfChannelsTest {
  @Test
  void shouldFindTheSourcesOfTheSecurityInEveryService() {
    assertThat(ServiceLoader.load(ConfigSource.class))
        .hasAtLeastOneElementOfType(KafkaConfigSource.class)
        .hasAtLeastOneElementOfType(SecretFilesConfigSource.class);
  }

  @Test
  void shouldReadAPasswordAsItIsWhateverItsLetters() {
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .withSources(
                KafkaConfigSource.of(
                    Map.of(
                        "GODWIT_KAFKA_SECURITY", "SASL_SSL",
                        "GODWIT_KAFKA_USER", "loader",
                        "GODWIT_KAFKA_PASSWORD", "a${b}$c\\d")))
            .build();
    for (String prefix : new String[] {"kafka.", "kafka-streams."}) {
      assertThat(config.getValue(prefix + "security.protocol", String.class)).isEqualTo("SASL_SSL");
      assertThat(config.getValue(prefix + "sasl.jaas.config", String.class))
          .contains("password=\"a${b}$c\\\\d\"");
    }
  }
}
