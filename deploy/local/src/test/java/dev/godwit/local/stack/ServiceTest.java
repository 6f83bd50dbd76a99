package dev.godwit.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.godwit.identity.TokenFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
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

  /** A service does not start with the settings of a channel that it lacks. */
  @Test
  void shouldGiveTheSettingsOfAChannelOnlyToTheServiceThatHasIt() {
    StackSettings settings =
        StackSettings.from(Map.of("GODWIT_HOME", home.toString()))
            .withVariables(ShortSessions.variables());
    for (Part part : Part.SERVICES) {
      assertThat(
              new Service(part, settings, "-Dmark")
                  .environment()
                  .containsKey("MP_MESSAGING_INCOMING_LEDGERS_SESSION_TIMEOUT_MS"))
          .as(part.label())
          .isEqualTo(part == Part.VALIDATOR);
    }
  }

  /** The classes that Quarkus changed have the names of those that they replace. */
  @Test
  void shouldReadTheClassesThatQuarkusChangedBeforeThoseThatTheyReplace() throws IOException {
    Path application = home.resolve("quarkus-app");
    for (String built :
        List.of(
            "quarkus-run.jar",
            "app/a.jar",
            "lib/boot/b.jar",
            "lib/main/c.jar",
            "quarkus/transformed-bytecode.jar",
            "quarkus/generated-bytecode.jar")) {
      Files.createDirectories(application.resolve(built).getParent());
      Files.createFile(application.resolve(built));
    }

    Path jar = ServiceJar.in(application);
    assertThat(classPath(jar))
        .containsExactly(
            "quarkus/transformed-bytecode.jar",
            "quarkus/generated-bytecode.jar",
            "app/a.jar",
            "lib/boot/b.jar",
            "lib/main/c.jar");
    FileTime made = Files.getLastModifiedTime(jar);
    assertThat(Files.getLastModifiedTime(ServiceJar.in(application))).isEqualTo(made);

    Files.delete(application.resolve("lib/main/c.jar"));
    assertThat(classPath(ServiceJar.in(application))).doesNotContain("lib/main/c.jar");
  }

  private static List<String> classPath(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return List.of(
          file.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH).split(" "));
    }
  }

  @Test
  void shouldSayThatAServiceIsNotBuilt() {
    assertThatExceptionOfType(StackException.class)
        .isThrownBy(() -> ServiceJar.in(home.resolve("quarkus-app")))
        .withMessageContaining("Expected the service in " + home.resolve("quarkus-app"))
        .withMessageContaining("./mvnw -Pquick package");
  }

  @Test
  void shouldTellTheIdentitiesToTheOrchestratorOnly() {
    StackSettings settings =
        StackSettings.from(
            Map.of(
                "GODWIT_HOME",
                home.toString(),
                "GODWIT_TOKEN",
                "godwit_secret",
                "GODWIT_SECRETS",
                "/somewhere"));
    for (Part part : Part.SERVICES) {
      Service service = new Service(part, settings, "-Dmark");
      assertThat(service.environment())
          .as(part.label())
          .doesNotContainKeys("GODWIT_TOKEN", "GODWIT_SECRETS");
      assertThat(service.environment().containsKey("GODWIT_IDENTITIES"))
          .as(part.label())
          .isEqualTo(part == Part.ORCHESTRATOR);
      assertThat(service.inherits("GODWIT_TOKEN")).isFalse();
    }
  }

  @Test
  void shouldMakeIdentitiesWithTheFirstStartAndKeepThemAfterwards() {
    StackSettings settings = StackSettings.from(Map.of("GODWIT_HOME", home.toString()));
    Service orchestrator = new Service(Part.ORCHESTRATOR, settings, "-Dmark");
    orchestrator.prepare();
    TokenFolder folder = StackIdentities.folder(settings);
    assertThat(folder.names())
        .contains(StackIdentities.REQUESTER, StackIdentities.APPROVER, "admin", "viewer");
    String token = folder.token("admin").orElseThrow();
    orchestrator.prepare();
    assertThat(folder.token("admin")).contains(token);
    assertThat(orchestrator.environment())
        .containsEntry("GODWIT_IDENTITIES", folder.identitiesFile().toString());
  }

  private List<String> command(Part part, Map<String, String> variables) throws IOException {
    makeBuilt(part);
    StackSettings settings = new StackSettings(home, home.resolve("dir"), Map.of(), variables);
    return new Service(part, settings, "-Dmark").command();
  }

  private void makeBuilt(Part part) throws IOException {
    Path jar =
        home.resolve(part.module().orElseThrow()).resolve("target/quarkus-app/quarkus-run.jar");
    Files.createDirectories(jar.getParent());
    Files.createFile(jar);
  }
}
