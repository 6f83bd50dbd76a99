package dev.godwit.extractor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SysPropConfigSource;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExtractorSettingsTest {
  @Test
  void shouldReadTheReleasedVariablesWhenTheEnvironmentHasThem() {
    ExtractorSettings settings =
        settings(
            Map.of(
                "GODWIT_CHUNK_ROWS", "100",
                "GODWIT_FAILING_ROWS", "5",
                "GODWIT_MERGE_PAIRS", "11",
                "GODWIT_SPILL_FOLDER", "/spill",
                "GODWIT_TAIL_KEYS", "7",
                "GODWIT_TAIL_PATIENCE", "PT3S",
                "GODWIT_TAIL_SECRET", "s".repeat(32),
                "GODWIT_RETURN_KEYS", "9"));
    assertThat(settings.chunkRows()).isEqualTo(100);
    assertThat(settings.failingRows()).isEqualTo(5);
    assertThat(settings.mergePairs()).isEqualTo(11);
    assertThat(settings.spillFolder()).isEqualTo("/spill");
    assertThat(settings.tailKeys()).isEqualTo(7);
    assertThat(settings.tailTimeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(settings.returnKeys()).isEqualTo(9);
    assertThatCode(settings::validate).doesNotThrowAnyException();
  }

  @Test
  void shouldUseTheReleasedDefaultsWhenNothingIsSet() {
    ExtractorSettings settings = settings(Map.of());
    assertThat(settings.chunkRows()).isEqualTo(25_000);
    assertThat(settings.mergeHashes()).isEqualTo(1_000_000);
    assertThat(settings.failingRows()).isEqualTo(100);
    assertThat(settings.mergePairs()).isEqualTo(300_000);
    assertThat(settings.spillFolder()).isEqualTo(System.getProperty("java.io.tmpdir"));
    assertThat(settings.tailKeys()).isEqualTo(200_000);
    assertThat(settings.tailTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.returnKeys()).isEqualTo(1_000_000);
  }

  @Test
  void shouldNameEveryWrongKeyWhenValuesCannotWork() {
    assertThatThrownBy(
            settings(Map.of("GODWIT_CHUNK_ROWS", "0", "GODWIT_RETURN_KEYS", "-1"))::validate)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("godwit.chunk-rows")
        .hasMessageContaining("godwit.return-keys")
        .hasMessageContaining("godwit.tail-secret: Expected one secret or more");
  }

  private static ExtractorSettings settings(Map<String, String> environment) {
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .withSources(new EnvConfigSource(environment, 300), new SysPropConfigSource())
        .withMapping(ExtractorSettings.class)
        .build()
        .getConfigMapping(ExtractorSettings.class);
  }
}
