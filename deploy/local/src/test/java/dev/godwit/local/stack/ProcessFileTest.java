package dev.godwit.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessFileTest {
  @TempDir private Path dir;

  @Test
  void shouldFindAProcessWhenItIsRunning() {
    ProcessFile file = new ProcessFile(dir.resolve("pids/me"));
    file.write(ProcessHandle.current());
    assertThat(file.process()).contains(ProcessHandle.current());
    file.delete();
    assertThat(file.process()).isEmpty();
  }

  @Test
  void shouldFindNoProcessWhenTheIdIsOfAnotherOne() throws IOException {
    Path path = dir.resolve("me");
    String id = String.valueOf(ProcessHandle.current().pid());
    Files.write(path, List.of(id, "2001-01-01T00:00:00Z"));
    assertThat(new ProcessFile(path).process()).isEmpty();
  }

  @Test
  void shouldFindNoProcessWhenTheFileIsNotReadable() throws IOException {
    Path path = dir.resolve("me");
    assertThat(new ProcessFile(path).process()).isEmpty();
    Files.writeString(path, "");
    assertThat(new ProcessFile(path).process()).isEmpty();
    Files.writeString(path, "half");
    assertThat(new ProcessFile(path).process()).isEmpty();
  }
}
