package dev.godwit.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
  @TempDir private Path dir;

  @Test
  void shouldShowTheLastLinesWhenTheLogIsLong() throws IOException {
    Path log = dir.resolve("a.log");
    String lines =
        IntStream.range(0, 5000).mapToObj(i -> "line " + i).collect(Collectors.joining("\n"));
    Files.writeString(log, lines + "\n");
    assertThat(LogTail.of(log, 2)).isEqualTo("    line 4998\n    line 4999");
  }

  @Test
  void shouldShowTheWholeLogWhenItIsShort() throws IOException {
    Path log = Files.writeString(dir.resolve("a.log"), "only\n");
    assertThat(LogTail.of(log, 15)).isEqualTo("    only");
  }

  @Test
  void shouldShowOnlyErrorsWithTheirCausesWhenTheLogIsJson() throws IOException {
    Path log =
        Files.writeString(
            dir.resolve("a.log"),
            """
            {"level":"INFO","message":"all is well"}
            {"level":"ERROR","message":"Failed to start","exception":{"message":"no bean",\
            "frames":[],"causedBy":{"exception":{"message":"no URL\\nset it"}}}}
            """);
    assertThat(LogTail.of(log, 15)).isEqualTo("    ERROR Failed to start: no bean: no URL set it");
  }

  @Test
  void shouldSaySoWhenTheLogIsMissing() {
    assertThat(LogTail.of(dir.resolve("none.log"), 15)).startsWith("    (no log: ");
  }
}
