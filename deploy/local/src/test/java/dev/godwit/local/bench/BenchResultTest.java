package dev.godwit.local.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchResultTest {
  private final BenchResult result =
      new BenchResult(
          2_600_000,
          Duration.ofSeconds(4),
          Duration.ofSeconds(40),
          List.of(new ProcessUse("loader", 12.5, 300.4), new ProcessUse("postgres", 7.5, 410)));

  @Test
  void theRatioIsThatOfTheSpeeds() {
    assertThat(result.copyRowsPerSecond()).isEqualTo(650_000);
    assertThat(result.godwitRowsPerSecond()).isEqualTo(65_000);
    assertThat(result.ratio()).isEqualTo(0.1);
  }

  @Test
  void theJsonHoldsWhatTheTableHolds() {
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
  void aProcessTellsWhatItUses() {
    if (ProcessFigures.available()) {
      assertThat(ProcessFigures.cpuSeconds(ProcessHandle.current())).isPositive();
      assertThat(ProcessFigures.peakMiB(ProcessHandle.current())).isGreaterThan(10);
      assertThat(ProcessFigures.treeMiB(ProcessHandle.current())).isGreaterThan(10);
    }
  }
}
