package dev.godwit.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTest {
  @TempDir private Path dir;

  @Test
  void shouldRefuseAClusterWhosePasswordEverybodyKnows() throws IOException {
    StackSettings settings =
        StackSettings.from(Map.of("GODWIT_HOME", dir.toString())).withDir(dir.resolve("stack"));
    Path data = Files.createDirectories(settings.dir().resolve("data/postgres"));
    Files.writeString(data.resolve("PG_VERSION"), "18\n");
    assertThatThrownBy(() -> new PostgresServer(settings).prepare())
        .isInstanceOf(StackException.class)
        .hasMessageContaining("down --forget");
    assertThat(settings.secrets().read(PostgresServer.SECRET)).isEmpty();
  }
}
