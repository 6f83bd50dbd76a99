package dev.godwit.local.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
          2_000,
          new CopyPass(2_600_000, Duration.ofSeconds(4)),
          new CopyPass(2_900_000, Duration.ofSeconds(20)),
          Duration.ofSeconds(40),
          List.of(
              new ProcessUse("loader", 12.5, 300.4),
              new ProcessUse("broker", 2.6, 100),
              new ProcessUse("postgres", 7.5, 410)),
          null);

  @Test
  void shouldComputeTheRatiosOfTheSpeedsInRowsOfTheSource() {
    assertThat(result.rowsPerSecond(result.bare())).isEqualTo(650_000);
    assertThat(result.rowsPerSecond(result.constrained())).isEqualTo(130_000);
    assertThat(result.godwitRowsPerSecond()).isEqualTo(65_000);
    assertThat(result.ratio(result.bare())).isEqualTo(0.1);
    assertThat(result.ratio(result.constrained()))
        .as("time of the copy by that of Godwit")
        .isEqualTo(20.0 / 40);
  }

  @Test
  void shouldDivideTheProcessorTimeByTheRows() {
    assertThat(result.postgresMicrosPerRow()).isCloseTo(7.5 / 2.6, within(1e-9));
    assertThat(result.jvmMicrosPerRow()).isCloseTo((12.5 + 2.6) / 2.6, within(1e-9));
    assertThat(new ProcessUse("loader", 26, 1).microsPerRow(2_000_000)).isEqualTo(13);
  }

  @Test
  void shouldHoldTheSameFiguresInJsonAndTable() {
    JsonNode json = result.json();
    assertThat(json.get("rows").asLong()).isEqualTo(2_600_000);
    assertThat(json.get("refusedRows").asLong()).isEqualTo(2_000);
    assertThat(json.get("ratio").asDouble()).isEqualTo(0.1);
    assertThat(json.get("constrainedCopySeconds").asDouble()).isEqualTo(20);
    assertThat(json.get("constrainedCopyRowsPerSecond").asDouble()).isEqualTo(130_000);
    assertThat(json.get("constrainedCopyTargetRows").asLong()).isEqualTo(2_900_000);
    assertThat(json.get("constrainedRatio").asDouble()).isEqualTo(0.5);
    assertThat(json.get("postgresMicrosPerRow").asDouble())
        .isEqualTo(result.postgresMicrosPerRow());
    assertThat(json.get("jvmMicrosPerRow").asDouble()).isEqualTo(result.jvmMicrosPerRow());
    assertThat(json.get("processes").get(0).get("microsPerRow").asDouble())
        .isCloseTo(12.5 / 2.6, within(1e-9));
    assertThat(json.get("processes").get(0).get("name").asText()).isEqualTo("loader");
    assertThat(json.get("processes").get(0).get("cpuSeconds").asDouble()).isEqualTo(12.5);
    assertThat(json.get("processes").get(0).get("peakRssMiB").asDouble()).isEqualTo(300.4);
    assertThat(result.table())
        .contains("ratio 0.100 to plain COPY", "ratio 0.500 to COPY with constraints")
        .contains("650,000", "130,000", "2,900,000 rows of the target", "refused 2,000 of the rows")
        .containsPattern("loader +12\\.50 +300 +4\\.81")
        .containsPattern("all JVMs +15\\.10 +400 +5\\.81")
        .containsPattern("all +22\\.60 +810 +8\\.69");
  }

  @Test
  void shouldHoldOnlyTheCopiesThatWereMeasured() {
    BenchResult bare =
        new BenchResult(
            100,
            0,
            new CopyPass(100, Duration.ofSeconds(1)),
            null,
            Duration.ofSeconds(4),
            List.of(),
            null);
    BenchResult constrained =
        new BenchResult(
            100,
            0,
            null,
            new CopyPass(140, Duration.ofSeconds(2)),
            Duration.ofSeconds(4),
            List.of(),
            null);

    assertThat(bare.json().has("constrainedRatio")).isFalse();
    assertThat(bare.json().has("constrainedCopySeconds")).isFalse();
    assertThat(bare.table()).contains("ratio 0.250").doesNotContain("constraints", "refused");
    assertThat(constrained.json().has("ratio")).isFalse();
    assertThat(constrained.json().has("copySeconds")).isFalse();
    assertThat(constrained.table()).contains("ratio 0.500").doesNotContain("plain COPY");
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
