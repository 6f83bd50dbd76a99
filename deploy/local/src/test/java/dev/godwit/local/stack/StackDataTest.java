package dev.godwit.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code down --forget} deletes a stack with its history. */
class StackDataTest {
  @TempDir private Path home;

  @Test
  void shouldDeleteEverythingThatBelongsToTheHistory() throws IOException {
    StackSettings settings = StackSettings.from(Map.of("GODWIT_HOME", home.toString()));
    settings.commandKeys().makeWhereMissing();
    List<Path> folders =
        List.of(
            settings.dir().resolve("data"),
            settings.dir().resolve("logs"),
            settings.dir().resolve("secrets"),
            settings.dir().resolve("keys"));
    for (Path folder : folders) {
      Files.createDirectories(folder);
    }
    new Stack(settings).deleteData();
    assertThat(folders).allSatisfy(folder -> assertThat(folder).doesNotExist());
  }
}
