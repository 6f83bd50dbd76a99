package dev.godwit.local.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.godwit.cli.client.Json;
import dev.godwit.local.bench.BenchResult.ProcessUse;
import dev.godwit.local.demo.StepFailedException;
import dev.godwit.sampledata.SampleProfile;
import dev.godwit.sampledata.SampleSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchHistoryTest {
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  @TempDir private Path folder;
  private Path file;
  private BenchHistory history;

  @BeforeEach
  void name() {
    file = folder.resolve("bench.jsonl");
    history = new BenchHistory(file);
  }

  @Test
  void shouldReadWhatItAppended() throws IOException {
    history.append(line(COMMIT + "-dirty", 0).json());
    history.append(line(null, 0).json());

    assertThat(Files.readAllLines(file)).hasSize(2);
    assertThat(history.read())
        .containsExactly(
            new BenchHistory.Entry(
                "0123456*", "2026-11-30T10:20:30Z", 2_600, 0.5, 0.25, 5_000, 2_000),
            new BenchHistory.Entry("", "2026-11-30T10:20:30Z", 2_600, 0.5, 0.25, 5_000, 2_000));
  }

  @Test
  void shouldHoldEverythingThatTheResultDependsOn() {
    JsonNode json = line(COMMIT, Double.POSITIVE_INFINITY).json();

    assertThat(json.get("commit").asText()).isEqualTo(COMMIT);
    assertThat(json.get("date").asText()).isEqualTo("2026-11-30T10:20:30Z");
    assertThat(json.get("machine").get("processors").asInt()).isEqualTo(2);
    assertThat(json.get("machine").get("cpu").asText()).isEqualTo("A processor");
    assertThat(json.get("machine").get("memoryMiB").asLong()).isEqualTo(7_900);
    assertThat(json.get("jdk").asText()).isEqualTo("A VM 25");
    JsonNode options = json.get("options");
    assertThat(options.get("contacts").asLong()).isEqualTo(100);
    assertThat(options.get("emails").asLong()).isEqualTo(500);
    assertThat(options.get("engagements").asLong()).isEqualTo(2_000);
    assertThat(options.get("seed").asLong()).isEqualTo(7);
    assertThat(options.get("profile").asText()).isEqualTo("sends");
    assertThat(options.get("refused").asDouble()).isEqualTo(0.01);
    assertThat(options.get("baseline").asText()).isEqualTo("both");
    assertThat(options.get("live").asText()).isEqualTo("max");
    assertThat(line(COMMIT, 2_000).json().get("options").get("live").asDouble()).isEqualTo(2_000);
  }

  @Test
  void shouldBeginALineBehindOneWithoutAnEnd() throws IOException {
    Files.writeString(file, "{\"rows\":1}");
    history.append(Json.mapper().createObjectNode().put("rows", 2));

    assertThat(Files.readString(file)).isEqualTo("{\"rows\":1}\n{\"rows\":2}\n");
  }

  @Test
  void shouldReadFiguresThatWereNotMeasuredAsSuch() {
    ObjectNode bare = Json.mapper().createObjectNode().put("rows", 5).put("ratio", 0.1);
    history.append(bare);

    BenchHistory.Entry entry = history.read().getFirst();
    assertThat(entry.ratio()).isEqualTo(0.1);
    assertThat(entry.constrainedRatio()).isNaN();
    assertThat(entry.postgresMicros()).isNaN();
  }

  @Test
  void shouldNameTheLineThatIsNoMeasurement() throws IOException {
    for (String wrong : List.of("nothing", "[1]", "{\"rows\":\"many\"}", "{}")) {
      Files.writeString(file, "{\"rows\":5}\n\n" + wrong + "\n");
      assertThatThrownBy(history::read)
          .isInstanceOf(StepFailedException.class)
          .hasMessageContaining("line 3 of " + file);
    }
  }

  @Test
  void shouldSayThatAnEmptyFileHasNoMeasurements() throws IOException {
    Files.writeString(file, "\n");
    assertThatThrownBy(history::read)
        .isInstanceOf(StepFailedException.class)
        .hasMessageContaining("found none")
        .hasMessageContaining(file.toString());
  }

  private static HistoryLine line(String commit, double live) {
    return new HistoryLine(
        new BenchResult(
            2_600,
            26,
            new CopyPass(2_600, Duration.ofSeconds(1)),
            new CopyPass(2_700, Duration.ofSeconds(2)),
            Duration.ofSeconds(4),
            List.of(new ProcessUse("postgres", 13, 400), new ProcessUse("loader", 5.2, 300)),
            null),
        commit,
        Instant.parse("2026-11-30T10:20:30.987Z"),
        new Machine(2, "A processor", 7_900),
        "A VM 25",
        new SampleSpec("bench", 100, 500, 2_000, 7).with(SampleProfile.SENDS, 0.01),
        Baseline.BOTH,
        live);
  }
}
