package dev.godwit.local.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.local.demo.StepFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowSpoolTest {
  @TempDir private Path parent;

  @Test
  void shouldReadTheRowsOfEachTableUntilItIsClosed() throws IOException {
    Path folder = parent.resolve("work").resolve("copy-limit");
    try (RowSpool spool = RowSpool.open(folder, 100)) {
      write(spool, 0, new byte[] {1, 2, 3});
      write(spool, 1, new byte[] {4});
      assertThat(spool.bytes()).isEqualTo(4);
      for (int pass = 0; pass < 2; pass++) {
        try (InputStream rows = spool.read(0)) {
          assertThat(rows.readAllBytes()).containsExactly(1, 2, 3);
        }
      }
    }
    assertThat(folder).doesNotExist();
  }

  @Test
  void shouldDeleteTheFilesOfABenchThatWasKilled() throws IOException {
    Path folder = Files.createDirectory(parent.resolve("copy-limit"));
    Files.writeString(folder.resolve("0.copy"), "left");
    try (RowSpool spool = RowSpool.open(folder)) {
      assertThat(folder).isEmptyDirectory();
      assertThat(spool.bytes()).isZero();
    }
  }

  @Test
  void shouldStopAtTheLimitOfAllFilesTogether() throws IOException {
    Path folder = parent.resolve("copy-limit");
    try (RowSpool spool = RowSpool.open(folder, 5)) {
      write(spool, 0, new byte[3]);
      assertThatThrownBy(() -> write(spool, 1, new byte[3]))
          .isInstanceOf(StepFailedException.class)
          .hasMessageContaining("at most 5 bytes in " + folder)
          .hasMessageContaining("--baseline bare");
    }
  }

  private static void write(RowSpool spool, int number, byte[] rows) throws IOException {
    try (OutputStream out = spool.write(number)) {
      out.write(rows);
    }
  }
}
