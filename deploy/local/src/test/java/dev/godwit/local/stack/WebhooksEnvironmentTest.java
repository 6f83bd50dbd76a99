package dev.godwit.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The webhooks process faces the internet: no credentials of a database reach it. */
class WebhooksEnvironmentTest {
  private static final List<String> DATABASE_NAMES = List.of("SOURCE", "TARGET", "DB", "PACKS");

  @TempDir private Path dir;

  private final StackSettings settings =
      StackSettings.from(
          Map.of(
              "GODWIT_HOME", "/somewhere",
              "GODWIT_SOURCE_PASSWORD", "secret-of-the-source",
              "GODWIT_TARGET_URL", "jdbc:postgresql://secret-host/crm",
              "GODWIT_WEBHOOK_MAILGUN_KEY", "signing-key"));

  @Test
  void shouldPassKafkaTheRegistryAndWebhookSettingsOnlyWhenTheWebhooksAreStarted() {
    Map<String, String> environment = new Service(Part.WEBHOOKS, settings, "mark").environment();
    assertThat(environment)
        .containsOnlyKeys(
            "GODWIT_KAFKA",
            "GODWIT_REGISTRY",
            "GODWIT_WEBHOOK_MAILGUN_KEY",
            "QUARKUS_HTTP_HOST",
            "QUARKUS_HTTP_PORT",
            "QUARKUS_MANAGEMENT_HOST",
            "QUARKUS_MANAGEMENT_PORT")
        .containsEntry("QUARKUS_HTTP_PORT", "18094")
        .containsEntry("QUARKUS_MANAGEMENT_PORT", "18194");
    assertThat(environment.values())
        .noneMatch(value -> value.contains("jdbc:") || value.contains("secret"));
  }

  @Test
  void shouldInheritNoCredentialsWhenTheShellHasThem() {
    Service webhooks = new Service(Part.WEBHOOKS, settings, "mark");
    for (String variable :
        List.of(
            "GODWIT_SOURCE_PASSWORD",
            "GODWIT_TARGET_URL",
            "GODWIT_DB_USER",
            "PGPASSWORD",
            "PGPASSFILE",
            "QUARKUS_DATASOURCE_PASSWORD",
            "AWS_SECRET_ACCESS_KEY")) {
      assertThat(webhooks.inherits(variable)).as(variable).isFalse();
    }
    assertThat(webhooks.inherits("PATH")).isTrue();
  }

  @Test
  void shouldStartAProcessWithInheritedVariablesRemovedWhenItsComponentRefusesThem()
      throws Exception {
    assertThat(System.getenv()).hasSizeGreaterThan(1).containsKey("PATH");
    Processes processes = new Processes(dir);
    Component webhooks = new EnvironmentPrinter(new Service(Part.WEBHOOKS, settings, "mark"));
    ProcessHandle process = processes.start(Part.WEBHOOKS, webhooks);
    assertThat(Await.until(Duration.ofSeconds(20), () -> !ProcessFile.isRunning(process))).isTrue();

    Map<String, String> printed = new TreeMap<>();
    for (String line : Files.readAllLines(processes.log(Part.WEBHOOKS))) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        printed.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    assertThat(printed).containsKeys("PATH", "GODWIT_KAFKA");
    assertThat(printed.keySet())
        .allMatch(name -> webhooks.inherits(name) || webhooks.environment().containsKey(name));
    assertThat(printed.keySet())
        .noneMatch(name -> DATABASE_NAMES.stream().anyMatch(db -> name.startsWith("GODWIT_" + db)));
  }

  /** The component with another command, which prints its environment. */
  private record EnvironmentPrinter(Service service) implements Component {
    @Override
    public Part part() {
      return service.part();
    }

    @Override
    public List<Port> ports() {
      return service.ports();
    }

    @Override
    public void prepare() {}

    @Override
    public List<String> command() {
      return List.of("/usr/bin/env");
    }

    @Override
    public Map<String, String> environment() {
      return service.environment();
    }

    @Override
    public boolean inherits(String variable) {
      return service.inherits(variable);
    }

    @Override
    public boolean isReady() {
      return true;
    }
  }
}
