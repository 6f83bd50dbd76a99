package dev.godwit.pack.draft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.godwit.pack.PackCheck;
import dev.godwit.pack.PackException;
import dev.godwit.pack.Packs;
import dev.godwit.pack.check.PackPairCheck;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Follows the tutorial of docs/making-a-pack.md by its text: its databases are made, its commands
 * draft the packs, what it shows of them is there, and its changes make them fit.
 */
class TutorialIT {
  private static final Pattern FILE =
      Pattern.compile(
          "(?m)^`([a-z0-9./-]+)`[^`\n]*:\n\n```(sql|diff|yaml)\n(.*?)```", Pattern.DOTALL);
  private static final Pattern FINDING = Pattern.compile("(?m)^    packs/[^ ]+: (expected .*)$");
  private static final Pattern INIT =
      Pattern.compile("\\./godwit packs init ((?:[^\\n]*\\\\\\n)*[^\\n]*)");
  private static final Pattern CREATED = Pattern.compile("(?m)^    createdb ([a-z]+)");

  @TempDir private static Path folder;
  private static EmbeddedPostgres postgres;
  private static String text;

  @BeforeAll
  static void start() throws IOException, SQLException {
    String all = Files.readString(Path.of("docs/making-a-pack.md"));
    text = all.substring(0, all.indexOf("## Begin with packs init"));
    postgres = EmbeddedPostgres.builder().setPGStartupWait(Duration.ofSeconds(90)).start();
    Matcher created = CREATED.matcher(text);
    while (created.find()) {
      execute("postgres", "create database " + created.group(1));
    }
    Map<String, List<String>> sql = blocks("sql");
    execute("theatres", sql.get("old.sql").getFirst());
    for (String schema : List.of("app", "app_staging")) {
      execute(
          "house",
          "create schema "
              + schema
              + "; set search_path = "
              + schema
              + "; "
              + sql.get("new.sql").getFirst());
    }
    Matcher init = INIT.matcher(text);
    while (init.find()) {
      new PacksInitCommand(variable -> null).run(options(init.group(1)));
    }
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  @Test
  void shouldFollowTheTutorialToTwoPacksThatFit() throws IOException, SQLException {
    blocks("yaml").forEach((file, shown) -> assertThat(read(file)).as(file).contains(shown));
    assertThat(blocks("yaml")).isNotEmpty();
    List<String> findings = new ArrayList<>();
    Matcher quoted = FINDING.matcher(text);
    while (quoted.find()) {
      findings.add(quoted.group(1));
    }
    Packs drafts = load();
    PackException unfit =
        catchThrowableOfType(
            PackException.class,
            () ->
                PackPairCheck.require(
                    drafts.source("theatres-source"), drafts.target("house-target")));
    assertThat(findings).isNotEmpty();
    assertThat(unfit.findings().stream().map(one -> "" + one.expected()))
        .hasSameSizeAs(findings)
        .allMatch(
            expected -> findings.stream().anyMatch(f -> f.startsWith("expected " + expected)));

    for (Map.Entry<String, List<String>> diff : blocks("diff").entrySet()) {
      for (String change : diff.getValue()) {
        Files.writeString(path(diff.getKey()), patched(read(diff.getKey()), change));
      }
    }
    Packs packs = load();
    try (Connection old = open("theatres");
        Connection now = open("house")) {
      assertThat(PackCheck.againstCatalogue(packs.source("theatres-source"), old)).isNotNull();
      assertThat(PackCheck.againstCatalogue(packs.target("house-target"), now)).isNotNull();
    }
    assertThatCode(
            () ->
                PackPairCheck.require(
                    packs.source("theatres-source"), packs.target("house-target")))
        .doesNotThrowAnyException();
  }

  private static Packs load() {
    return Packs.load(folder.resolve("packs"), variable -> null);
  }

  private static Map<String, List<String>> blocks(String language) {
    Map<String, List<String>> blocks = new TreeMap<>();
    Matcher file = FILE.matcher(text);
    while (file.find()) {
      if (file.group(2).equals(language)) {
        blocks.computeIfAbsent(file.group(1), name -> new ArrayList<>()).add(file.group(3));
      }
    }
    return blocks;
  }

  private static Path path(String file) {
    return folder.resolve(file);
  }

  private static String read(String file) {
    try {
      return Files.readString(path(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Replaces, for each part between empty lines, the lines with a minus by those with a plus. */
  private static String patched(String before, String diff) {
    String patched = before;
    for (String part : diff.split("\n\n", -1)) {
      StringBuilder from = new StringBuilder();
      StringBuilder to = new StringBuilder();
      for (String line : part.strip().isEmpty() ? new String[0] : part.split("\n")) {
        if (!line.startsWith("+")) {
          from.append(line.substring(1)).append('\n');
        }
        if (!line.startsWith("-")) {
          to.append(line.substring(1)).append('\n');
        }
      }
      assertThat(patched).containsOnlyOnce(from);
      patched = patched.replace(from, to);
    }
    return patched;
  }

  private static DraftOptions options(String line) {
    Map<String, String> options = new TreeMap<>();
    Matcher option = Pattern.compile("--([a-z-]+) ([^\\s\\\\]+)").matcher(line);
    while (option.find()) {
      options.put(option.group(1), option.group(2));
    }
    assertThat(options.keySet()).isSubsetOf("from", "user", "kind", "schema");
    return new DraftOptions(
        options.get("from").replaceFirst(":\\d+/", ":" + postgres.getPort() + "/"),
        options.get("user"),
        "PGPASSWORD",
        options.containsKey("schema") ? List.of(options.get("schema")) : List.of(),
        "target".equals(options.get("kind")),
        null,
        folder.resolve("packs"),
        null,
        false);
  }

  private static void execute(String database, String sql) throws SQLException {
    try (Connection connection = open(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Connection open(String database) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/" + database, "postgres", "");
  }
}
