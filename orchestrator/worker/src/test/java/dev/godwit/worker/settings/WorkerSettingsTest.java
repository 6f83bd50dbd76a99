package dev.godwit.worker.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.common.v1.Stage;
import dev.godwit.wire.KafkaSettings;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkerSettingsTest {
  private static final Map<String, String> SERVICE =
      Map.of("godwit.service", "loader", "godwit.stage", "LOAD");

  @Test
  void shouldUseTheEmbeddedStackWhenNothingIsSet() {
    WorkerSettings settings = settings(Map.of()).getConfigMapping(WorkerSettings.class);
    settings.validate();
    assertThat(settings.stage()).isEqualTo(Stage.LOAD);
    assertThat(settings.instance()).isEmpty();
    assertThat(settings.taskWorkers()).isEqualTo(1);
    assertThat(settings.packs()).isEqualTo(Path.of("schemas/packs/reference"));
    assertThat(settings.kafkaSettings())
        .isEqualTo(new KafkaSettings("127.0.0.1:19092", "http://127.0.0.1:18081"));
  }

  @Test
  void shouldReadTheEnvironmentVariablesWhenTheyAreSet() {
    WorkerSettings settings =
        settings(
                Map.of(
                    "GODWIT_KAFKA", "broker:9092,other:9092",
                    "GODWIT_REGISTRY", "https://registry/",
                    "GODWIT_INSTANCE", "loader-7",
                    "GODWIT_PACKS", "/packs"))
            .getConfigMapping(WorkerSettings.class);
    settings.validate();
    assertThat(settings.kafkaSettings())
        .isEqualTo(new KafkaSettings("broker:9092,other:9092", "https://registry"));
    assertThat(settings.instance()).contains("loader-7");
    assertThat(settings.packs()).isEqualTo(Path.of("/packs"));
  }

  @Test
  void shouldNameEverySettingThatCannotWorkWhenTheServiceStarts() {
    WorkerSettings settings =
        settings(Map.of("GODWIT_KAFKA", "broker", "GODWIT_TASK_WORKERS", "0"))
            .getConfigMapping(WorkerSettings.class);
    assertThatThrownBy(settings::validate)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Expected godwit.kafka to be host:port, found broker.")
        .hasMessageContaining("Expected godwit.task-workers to be a number above 0, found 0.");
  }

  @Test
  void shouldRefuseASettingThatDoesNotExist() {
    assertThatThrownBy(
            () ->
                new SmallRyeConfigBuilder()
                    .withMapping(WorkerSettings.class)
                    .withSources(
                        new PropertiesConfigSource(SERVICE, "service", 100),
                        new PropertiesConfigSource(
                            Map.of("godwit.task-wrokers", "4"), "system", 400))
                    .build())
        .isInstanceOf(ConfigValidationException.class)
        .hasMessageContaining("godwit.task-wrokers");
  }

  @Test
  void shouldIgnoreVariablesOfOtherServicesWhenAllServicesShareAnEnvironment() {
    WorkerSettings settings =
        settings(
                Map.of(
                    "GODWIT_SOURCE_URL", "jdbc:postgresql://source/legacy",
                    "GODWIT_ORCHESTRATOR", "http://127.0.0.1:18080",
                    "GODWIT_CHUNK_ROWS", "10"))
            .getConfigMapping(WorkerSettings.class);
    assertThat(settings.service()).isEqualTo("loader");
  }

  @Test
  void shouldPrintNoSecretWhenSettingsAreDescribed() {
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .withSources(
                new PropertiesConfigSource(
                    Map.of(
                        "godwit.kafka", "broker:9092",
                        "godwit.webhook.signing-key", "s3cret",
                        "godwit.db.password", "s3cret",
                        "other.password", "s3cret"),
                    "test",
                    100))
            .build();
    assertThat(WorkerBeans.describe(config))
        .contains("godwit.kafka=broker:9092", "godwit.db.password=(set)")
        .doesNotContain("s3cret", "other");
  }

  private static SmallRyeConfig settings(Map<String, String> environment) {
    return new SmallRyeConfigBuilder()
        .withMapping(WorkerSettings.class)
        .withSources(
            new PropertiesConfigSource(SERVICE, "service", 100),
            new EnvConfigSource(environment, 300))
        .build();
  }
}
