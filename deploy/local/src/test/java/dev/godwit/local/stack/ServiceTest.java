package dev.godwit.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceTest {
  @TempDir private Path home;

  @Test
  void shouldAwaitADebuggerWhenItsPortIsSet() throws IOException {
    assertThat(command(Part.LOADER, Map.of("GODWIT_DEBUG_LOADER", "5005")))
        .contains("-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:5005");
  }

  @Test
  void shouldAwaitNoDebuggerWhenThePortOfAnotherServiceIsSet() throws IOException {
    assertThat(command(Part.LOADER, Map.of("GODWIT_DEBUG_VALIDATOR", "5005")))
        .noneMatch(argument -> argument.startsWith("-agentlib"));
  }

  private List<String> command(Part part, Map<String, String> variables) throws IOException {
    Path jar =
        home.resolve(part.module().orElseThrow()).resolve("target/quarkus-app/quarkus-run.jar");
    Files.createDirectories(jar.getParent());
    Files.createFile(jar);
    StackSettings settings = new StackSettings(home, home.resolve("dir"), Map.of(), variables);
    return new Service(part, settings, "-Dmark").command();
  }
}
