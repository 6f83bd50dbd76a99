package dev.godwit.local.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.godwit.local.bench.BenchResult.LiveFigures;
import dev.godwit.local.bench.BenchResult.ProcessUse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchResultTest {
  private final BenchResult result =
      new BenchResult(
          2_600_000,
          Duration.ofSeconds(4),
          Duration.ofSeconds(40),
          List.of(new ProcessUse("loader", 12.5, 300.4), new ProcessUse("postgres", 7.5, 410)),
          null);

  @Test
  void shouldComputeTheRatioOfTheSpeeds() {
    assertThat(result.copyRowsPerSecond()).isEqualTo(650_000);
    assertThat(result.godwitRowsPerSecond()).isEqualTo(65_000);
    assertThat(result.ratio()).isEqualTo(0.1);
  }

  @Test
  void shouldHoldTheSameFiguresInJsonAndTable() {
    JsonNode json = result.json();
    assertThat(json.get("rows").asLong()).isEqualTo(2_600_000);
    assertThat(json.get("ratio").asDouble()).isEqualTo(0.1);
    assertThat(json.get("processes").get(0).get("name").asText()).isEqualTo("loader");
    assertThat(json.get("processes").get(0).get("cpuSeconds").asDouble()).isEqualTo(12.5);
    assertThat(json.get("processes").get(0).get("peakRssMiB").asDouble()).isEqualTo(300.4);
    assertThat(result.table())
        .contains("ratio 0.100")
        .contains("650,000")
        .containsPattern("all +20\\.00 +710");
  }

  @Test
  void shouldAddLiveFiguresAndChangeNothingElse() {
    JsonNode plain = result.json();
    BenchResult live =
        result.withLive(
            new LiveFigures(
                120_000,
                1_999.5,
                Duration.ofSeconds(50),
                List.of(new ProcessUse("loader", 20, 310)),
                true));
    JsonNode json = live.json();
    plain.fieldNames().forEachRemaining(n -> assertThat(json.get(n)).isEqualTo(plain.get(n)));
    assertThat(json.get("liveGodwitSeconds").asDouble()).isEqualTo(50);
    assertThat(json.get("liveGodwitRowsPerSecond").asDouble()).isEqualTo(52_000);
    assertThat(json.get("liveEvents").asLong()).isEqualTo(120_000);
    assertThat(json.get("liveAddsUp").asBoolean()).isTrue();
    assertThat(json.get("liveProcesses").get(0).get("peakRssMiB").asDouble()).isEqualTo(310);
    assertThat(live.table())
        .contains("2,000 live events a second")
        .containsPattern("loader +20\\.00 +310");
  }
}
