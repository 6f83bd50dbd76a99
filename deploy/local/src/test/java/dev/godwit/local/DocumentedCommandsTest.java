package dev.godwit.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;

/** Every command that a document or a help text shows can be typed. */
class DocumentedCommandsTest {
  private static final Path HOME = Path.of("..", "..").toAbsolutePath().normalize();
  private static final Pattern COMMAND = Pattern.compile("(?:\\./)?\\bgodwit ([a-z][^`\\n]*)");

  /** Indented blocks, fenced blocks and code in a sentence. */
  private static final Pattern CODE =
      Pattern.compile("(?m)^ {4,}(?:\\./)?godwit [^\\n]+|`(?:\\./)?godwit [a-z][^`\\n]*`");

  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

  @Test
  void shouldParseEveryCommandOfTheDocuments() throws IOException {
    List<String> wrong = new ArrayList<>();
    int commands = 0;
    for (Path document : documents()) {
      Matcher code = CODE.matcher(Files.readString(document));
      while (code.find()) {
        commands++;
        check(code.group(), HOME.relativize(document).toString(), wrong);
      }
    }
    assertThat(commands).isGreaterThan(50);
    assertThat(wrong).isEmpty();
  }

  @Test
  void shouldParseEveryExampleOfTheHelp() {
    List<String> wrong = new ArrayList<>();
    Godwit.commandLine()
        .getSubcommands()
        .forEach(
            (name, command) ->
                Arrays.stream(command.getCommandSpec().usageMessage().footer())
                    .filter(line -> line.contains("godwit "))
                    .forEach(line -> check(line, "help of " + name, wrong)));
    assertThat(wrong).isEmpty();
  }

  @Test
  void shouldFindACommandThatCannotBeTyped() {
    List<String> wrong = new ArrayList<>();
    check("    ./godwit replay acme --stage extract", "here", wrong);
    check("`godwit repairs acme`", "here", wrong);
    assertThat(wrong).hasSize(2);
  }

  private static void check(String code, String where, List<String> wrong) {
    Matcher found = COMMAND.matcher(code);
    while (found.find()) {
      String line = found.group(1).split("\\s#\\s|&&|\\|\\s|;|\\s>|[,.]?$", 2)[0].strip();
      if (line.contains("…") || line.startsWith("test") || isAForm(line)) {
        continue;
      }
      try {
        CommandLine.ParseResult parsed = Godwit.commandLine().parseArgs(words(line));
        if (!parsed.hasSubcommand()) {
          wrong.add(where + ": " + line);
        }
      } catch (MissingParameterException e) {
        // A sentence may name a command without what it is about.
        if (!code.startsWith("`")) {
          wrong.add("%s: %s: %s".formatted(where, line, e.getMessage()));
        }
      } catch (ParameterException e) {
        wrong.add("%s: %s: %s".formatted(where, line, e.getMessage()));
      }
    }
  }

  /** A command with names of its parts in place of values, or without what it is about. */
  private static boolean isAForm(String line) {
    return line.matches(".*\\b[A-Z]{2,}\\b.*|.*[|\\[\\]<>].*") || !line.contains(" ");
  }

  private static String[] words(String line) {
    return WORD.matcher(line)
        .results()
        .map(
            word ->
                word.group(1) != null
                    ? word.group(1)
                    : word.group(2) != null ? word.group(2) : word.group(3))
        .toArray(String[]::new);
  }

  private static List<Path> documents() throws IOException {
    try (Stream<Path> docs = Files.walk(HOME.resolve("deploy/docs"))) {
      return Stream.concat(
              docs.filter(file -> file.toString().endsWith(".md")),
              Stream.of(HOME.resolve("README.md"), HOME.resolve(".github/CONTRIBUTING.md")))
          .toList();
    }
  }
}
