package dev.godwit.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.Runbook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Every alarm and reason has its page, and every command in the pages is one. */
class RunbooksTest {
  private static final Path HOME = home();
  private static final Path PAGES = HOME.resolve(Runbook.FOLDER);
  private static final Path RULES = HOME.resolve("deploy/observability/rules");
  private static final Pattern ALERT = Pattern.compile("(?m)^\\s*-\\s*alert:\\s*(\\S+)");
  private static final Pattern LINK = Pattern.compile("deploy/runbooks/([a-z-]+\\.md)");
  private static final Pattern COMMAND =
      Pattern.compile("(?m)^ +(?:\\./)?godwit (.+)$|`(?:\\./)?godwit ([^`]+)`");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  @ParameterizedTest
  @EnumSource(Runbook.class)
  void shouldHaveAPageThatSaysWhatToDoForEveryReason(Runbook runbook) {
    assertThat(text(PAGES.resolve(runbook.page())))
        .contains("## What it means", "## Look", "## Fix", "## Fixed when");
    assertThat(text(PAGES.resolve("README.md"))).contains("](" + runbook.page() + ")");
  }

  @Test
  void shouldHaveAReasonForEveryPage() {
    assertThat(pages())
        .filteredOn(page -> !page.endsWith("README.md"))
        .allSatisfy(page -> assertThat(Runbook.ofPage(page.getFileName().toString())).isPresent());
  }

  @Test
  void shouldParseEveryCommandOfThePages() {
    List<String> wrong = new ArrayList<>();
    int parsed = 0;
    for (Path page : pages()) {
      for (MatchResult found : COMMAND.matcher(text(page)).results().toList()) {
        String command = found.group(1) != null ? found.group(1) : found.group(2);
        parsed++;
        problem(command)
            .ifPresent(what -> wrong.add(page.getFileName() + ": godwit " + command + ": " + what));
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(parsed).isGreaterThan(pages().size());
  }

  @Test
  void shouldRefuseACommandThatDoesNotExist() {
    assertThat(problem("mend-everything CUSTOMER")).isPresent();
    assertThat(problem("resume CUSTOMER --wy \"typo\"")).isPresent();
    assertThat(problem("resume CUSTOMER --why \"mended\"")).isEmpty();
  }

  @Test
  void shouldLinkEveryAlertRuleToItsPage() {
    int linked = 0;
    for (Path file : files(RULES, ".yml")) {
      String rules = text(file);
      List<String> alerts = ALERT.matcher(rules).results().map(r -> r.group(1)).toList();
      String[] blocks = rules.split("(?m)^\\s*-\\s*alert:", -1);
      assertThat(blocks).as(file.toString()).hasSize(alerts.size() + 1);
      for (int i = 1; i < blocks.length; i++) {
        assertThat(LINK.matcher(blocks[i]).results().map(r -> r.group(1)).toList())
            .as("%s: alert %s links to a runbook", file.getFileName(), alerts.get(i - 1))
            .isNotEmpty()
            .allSatisfy(page -> assertThat(PAGES.resolve(page)).exists());
        linked++;
      }
    }
    assertThat(linked > 0).as("rules in " + RULES).isEqualTo(Files.isDirectory(RULES));
  }

  @Test
  void shouldRecogniseReasonsByTheWordsOfTheServices() {
    assertThat(Runbook.ofHold("LOAD", "22001 value too long for type character varying(40)"))
        .isEqualTo(Runbook.COLUMN_TOO_SHORT);
    assertThat(Runbook.ofHold("LOAD", "42501 permission denied for table contact"))
        .isEqualTo(Runbook.PERMISSION_DENIED);
    assertThat(Runbook.ofHold("LOAD", "53100 could not extend file: No space left on device"))
        .isEqualTo(Runbook.TARGET_FULL);
    assertThat(Runbook.ofHold("EXTRACT", "Start another run: the pack was changed since the plan."))
        .isEqualTo(Runbook.PACK_CHANGED);
    assertThat(Runbook.ofHold("VALIDATE", "3 of 9 checks failed"))
        .isEqualTo(Runbook.VERDICT_DIFFERENCES);
    assertThat(Runbook.ofHold("LOAD", "something else")).isEqualTo(Runbook.RUN_HELD);
    assertThat(
            Runbook.ofAlarm(
                "Cut 4 has been without a verdict since noon, and no later cut can be taken before it."))
        .isEqualTo(Runbook.LIVE_CUT_OVERDUE);
    assertThat(Runbook.ofEnding("LOAD")).isEqualTo(Runbook.PURGE_FAILED);
    assertThat(Runbook.ofEnding("EXTRACT")).isEqualTo(Runbook.THAW_FAILED);
  }

  /** Why the real command line refuses a command; its placeholders stand for themselves. */
  private static Optional<String> problem(String command) {
    List<String> words =
        WORD.matcher(command)
            .results()
            .map(word -> word.group(1) != null ? word.group(1) : word.group(2))
            .toList();
    try {
      CommandLine.ParseResult parsed = Godwit.commandLine().parseArgs(words.toArray(String[]::new));
      return parsed.hasSubcommand() ? Optional.empty() : Optional.of("expected a command");
    } catch (ParameterException e) {
      return Optional.of(e.getMessage());
    }
  }

  private static List<Path> pages() {
    return files(PAGES, ".md");
  }

  private static List<Path> files(Path folder, String ending) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return List.copyOf(
          new TreeSet<>(all.filter(file -> file.toString().endsWith(ending)).toList()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path home() {
    return Stream.iterate(Path.of("").toAbsolutePath(), dir -> dir != null, Path::getParent)
        .filter(dir -> Files.isDirectory(dir.resolve(Runbook.FOLDER)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "Expected to run inside the project's folder, found "
                        + Arrays.toString(Path.of("").toAbsolutePath().toFile().list())));
  }
}
