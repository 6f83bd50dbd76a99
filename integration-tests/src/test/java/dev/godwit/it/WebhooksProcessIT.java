package dev.godwit.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.local.demo.PartMonitor;
import dev.godwit.local.stack.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** The sixth service: separate from all databases, and replaceable while traffic is on. */
@ExtendWith(SharedStack.class)
class WebhooksProcessIT {
  private final RunningGodwit godwit;

  WebhooksProcessIT(RunningGodwit godwit) {
    this.godwit = godwit;
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldHoldNoDatabaseSettingsWhenItRuns() throws IOException {
    assertThat(environment(Part.EXTRACTOR)).anyMatch(v -> v.startsWith("GODWIT_SOURCE_PASSWORD="));
    assertThat(environment(Part.WEBHOOKS))
        .anyMatch(variable -> variable.startsWith("GODWIT_KAFKA="))
        .noneMatch(variable -> variable.matches("GODWIT_(SOURCE|TARGET|DB|PACKS)_?.*=.*"))
        .noneMatch(variable -> variable.contains("jdbc:"))
        .noneMatch(variable -> variable.startsWith("PG"));
  }

  @Test
  void shouldHoldNoJdbcDriverWhenItIsPackaged() throws IOException {
    assertThat(jarsWithADriver("extractor-service/extractor")).isNotEmpty();
    assertThat(jarsWithADriver("extractor-service/webhooks")).isEmpty();
  }

  @Test
  void shouldBeNamedWhenItIsKilledAndReadyAgainAfterAStart() {
    PartMonitor parts = new PartMonitor(godwit.stack());
    parts.get();
    godwit.kill(Part.WEBHOOKS);
    assertThat(parts.get()).singleElement().asString().contains("webhooks");
    godwit.startAgain(Part.WEBHOOKS);
    assertThat(godwit.stack().isReady(Part.WEBHOOKS)).isTrue();
  }

  private List<String> environment(Part part) throws IOException {
    Path file = Path.of("/proc", String.valueOf(godwit.stack().pid(part)), "environ");
    return List.of(Files.readString(file, StandardCharsets.ISO_8859_1).split("\0"));
  }

  private List<Path> jarsWithADriver(String module) throws IOException {
    Path lib = godwit.stack().settings().home().resolve(module).resolve("target/quarkus-app");
    try (Stream<Path> files = Files.walk(lib)) {
      return files
          .filter(file -> file.toString().endsWith(".jar"))
          .filter(WebhooksProcessIT::hasADriver)
          .toList();
    }
  }

  private static boolean hasADriver(Path file) {
    try (JarFile jar = new JarFile(file.toFile())) {
      return jar.getEntry("META-INF/services/java.sql.Driver") != null;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
