package dev.godwit.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceVariablesTest {
  private static final Pattern SETTING = Pattern.compile("\\$\\{(GODWIT_[A-Z_]+)");
  private static final Pattern OF_SERVICES =
      Pattern.compile(
          "\\| `(GODWIT_[A-Z_]+)`[^|]*\\| ((?:all four|extractor|transformer|loader|validator)[a-z, ]*) \\|.*");
  private static final Path PROJECT = Path.of("..", "..");

  @TempDir private Path dir;

  private StackSettings settings() {
    StackSettings settings =
        StackSettings.from(
            Map.of(
                "GODWIT_HOME", PROJECT.toAbsolutePath().normalize().toString(),
                "GODWIT_DIR", dir.toString(),
                "GODWIT_NOTIFY_WEBHOOK_AUTHORIZATION", "Bearer of-the-orchestrator",
                "GODWIT_WEBHOOK_MAILGUN_KEY", "of-the-webhooks",
                "GODWIT_CHUNK_ROWS", "100"));
    settings.secrets().make(PostgresServer.SECRET);
    for (DatabaseRole role : DatabaseRole.values()) {
      settings.secrets().make(role.secret());
    }
    return settings;
  }

  @Test
  void shouldGiveEachServiceTheSecretsOfItsOwnAlone() {
    StackSettings settings = settings();
    for (Part part : Part.SERVICES) {
      Map<String, String> given = new Service(part, settings, "mark").environment();
      Set<String> secrets =
          given.keySet().stream()
              .filter(name -> name.matches(".*(PASSWORD|KEY|AUTHORIZATION)"))
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(secrets)
          .as(part.label())
          .containsExactlyInAnyOrderElementsOf(
              switch (part) {
                case ORCHESTRATOR ->
                    List.of(
                        "GODWIT_COMMAND_SIGNING_KEY",
                        "GODWIT_DB_PASSWORD",
                        "GODWIT_NOTIFY_WEBHOOK_AUTHORIZATION");
                case EXTRACTOR ->
                    List.of("GODWIT_SOURCE_PASSWORD", "GODWIT_NEWSROOM_SOURCE_PASSWORD");
                case WEBHOOKS -> List.of("GODWIT_WEBHOOK_MAILGUN_KEY");
                default -> List.of("GODWIT_TARGET_PASSWORD", "GODWIT_NEWSROOM_TARGET_PASSWORD");
              });
      assertThat(given.values())
          .as(part.label())
          .doesNotContain(settings.secrets().read(PostgresServer.SECRET).orElseThrow());
    }
  }

  @Test
  void shouldGiveOneSecretOfTheTailToExtractorAndTransformerAlone() {
    StackSettings settings = settings();
    String secret = settings.serviceEnvironment(Part.EXTRACTOR).get("GODWIT_TAIL_SECRET");
    assertThat(secret).hasSizeGreaterThanOrEqualTo(32);
    for (Part part : Part.SERVICES) {
      boolean needed = part == Part.EXTRACTOR || part == Part.TRANSFORMER;
      assertThat(settings.serviceEnvironment(part).get("GODWIT_TAIL_SECRET"))
          .as(part.label())
          .isEqualTo(needed ? secret : null);
    }
    assertThat(
            settings
                .withVariable("GODWIT_TAIL_SECRET", "given")
                .serviceEnvironment(Part.TRANSFORMER))
        .containsEntry("GODWIT_TAIL_SECRET", "given");
  }

  @Test
  void shouldConnectEachServiceAsARoleOfItsOwn() {
    StackSettings settings = settings();
    Set<String> users = new TreeSet<>();
    for (DatabaseRole role : DatabaseRole.values()) {
      Part part = Part.valueOf(role.name());
      Map<String, String> given = settings.serviceEnvironment(part);
      String prefix =
          switch (part) {
            case ORCHESTRATOR -> "GODWIT_DB";
            case EXTRACTOR -> "GODWIT_SOURCE";
            default -> "GODWIT_TARGET";
          };
      assertThat(given)
          .as(part.label())
          .containsEntry(prefix + "_USER", role.user())
          .containsEntry(
              prefix + "_PASSWORD", settings.secrets().read(role.secret()).orElseThrow());
      users.add(given.get(prefix + "_USER"));
    }
    assertThat(users).hasSize(DatabaseRole.values().length).doesNotContain(PostgresServer.USER);
  }

  @Test
  void shouldPassOnEverySettingThatAServiceReads() throws IOException {
    PackVariables packs = settings().packVariables();
    int settings = 0;
    for (Part part : Part.SERVICES) {
      Path resources = PROJECT.resolve(part.module().orElseThrow()).resolve("src/main/resources");
      for (String file : List.of("application.properties", "application.yaml")) {
        if (Files.exists(resources.resolve(file))) {
          Set<String> read = new TreeSet<>();
          SETTING
              .matcher(Files.readString(resources.resolve(file)))
              .results()
              .forEach(one -> read.add(one.group(1)));
          settings += read.size();
          assertThat(read)
              .as(part.label())
              .allMatch(name -> ServiceVariables.isOf(part, name, packs));
        }
      }
    }
    assertThat(settings).isGreaterThan(20);
  }

  @Test
  void shouldPassOnEverySettingThatTheReferenceGivesToAService() throws IOException {
    PackVariables packs = settings().packVariables();
    int settings = 0;
    for (String line : Files.readAllLines(PROJECT.resolve("deploy/docs/reference/settings.md"))) {
      Matcher row = OF_SERVICES.matcher(line);
      if (row.matches()) {
        settings++;
        for (Part part : Part.WITH_PACKS) {
          if (row.group(2).equals("all four") || row.group(2).contains(part.label())) {
            assertThat(ServiceVariables.isOf(part, row.group(1), packs))
                .as(row.group(1) + " to " + part.label())
                .isTrue();
          }
        }
      }
    }
    assertThat(settings).isGreaterThan(15);
  }

  @Test
  void shouldGiveAPacksPasswordToTheServicesThatOpenItsDatabase() throws IOException {
    Path packs = pack("club", "source", "CLUB_PASSWORD", "CLUB_SEARCH");
    PackVariables variables = PackVariables.of(packs);
    assertThat(ServiceVariables.isInherited(Part.EXTRACTOR, "CLUB_PASSWORD", variables)).isTrue();
    assertThat(ServiceVariables.isInherited(Part.LOADER, "CLUB_PASSWORD", variables)).isFalse();
    assertThat(ServiceVariables.isInherited(Part.WEBHOOKS, "CLUB_PASSWORD", variables)).isFalse();
    assertThat(ServiceVariables.isInherited(Part.TRANSFORMER, "CLUB_SEARCH", variables)).isTrue();
    assertThat(ServiceVariables.isInherited(Part.ORCHESTRATOR, "CLUB_SEARCH", variables)).isFalse();
  }

  @Test
  void shouldLetNoServiceInheritASecretOfTheShell() {
    PackVariables none = PackVariables.of(dir.resolve("none"));
    for (Part part : Part.SERVICES) {
      for (String secret :
          List.of(
              "AWS_SECRET_ACCESS_KEY",
              "PGPASSWORD",
              "GODWIT_TARGET_PASSWORD",
              "QUARKUS_DATASOURCE_PASSWORD",
              "KAFKA_STREAMS_SASL_JAAS_CONFIG")) {
        assertThat(ServiceVariables.isInherited(part, secret, none))
            .as(part.label() + " " + secret)
            .isFalse();
      }
      assertThat(ServiceVariables.isInherited(part, "PATH", none)).isTrue();
    }
    assertThat(
            ServiceVariables.isInherited(
                Part.LOADER, "KAFKA_STREAMS_CONSUMER_SESSION_TIMEOUT_MS", none))
        .isTrue();
  }

  @Test
  void shouldReplaceASecretOfTheStackByTheFileThatIsGiven() {
    StackSettings own = settings().withVariable("GODWIT_TARGET_PASSWORD_FILE", "/run/target");
    assertThat(own.serviceEnvironment(Part.LOADER))
        .containsEntry("GODWIT_TARGET_PASSWORD_FILE", "/run/target")
        .doesNotContainKey("GODWIT_TARGET_PASSWORD");
    assertThat(own.serviceEnvironment(Part.EXTRACTOR))
        .containsKey("GODWIT_SOURCE_PASSWORD")
        .doesNotContainKey("GODWIT_TARGET_PASSWORD_FILE");
  }

  @Test
  void shouldNameASettingThatNoServiceHas() {
    PackVariables none = PackVariables.of(dir.resolve("none"));
    assertThat(
            ServiceVariables.ofNone(
                Set.of("GODWIT_CHUNK_ROW", "GODWIT_CHUNK_ROWS", "GODWIT_SECURE", "TZ"), none))
        .containsExactly("GODWIT_CHUNK_ROW");
  }

  private Path pack(String name, String kind, String password, String other) throws IOException {
    Path packs = dir.resolve("packs");
    Path folder = Files.createDirectories(packs.resolve(name));
    Files.writeString(
        folder.resolve("pack.yaml"),
        """
        pack: %s
        kind: %s
        database:
          url: jdbc:postgresql://db/club
          user: godwit
          password-variable: %s
        search: ${%s:-on}
        """
            .formatted(name, kind, password, other));
    return packs;
  }
}
