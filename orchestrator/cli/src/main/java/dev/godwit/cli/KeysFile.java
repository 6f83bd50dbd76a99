package dev.godwit.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * Reads the ids of a replay from a file: one a line, in UTF-8. Blank lines are skipped, and an id
 * that stands there twice counts once.
 */
final class KeysFile {
  /** Most ids of one replay. */
  static final int MOST = 10_000;

  private static final int LONGEST = 1_000;
  private static final int MOST_ERRORS = 10;

  private KeysFile() {}

  /**
   * Reads the ids.
   *
   * @param file the file
   * @param command the command that the option belongs to
   * @throws ParameterException that names each line at fault
   */
  static List<String> read(Path file, CommandLine command) {
    List<String> lines = lines(file, command);
    Set<String> keys = new LinkedHashSet<>();
    List<String> errors = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String key = lines.get(i).strip();
      String flaw = flaw(key);
      if (flaw != null) {
        errors.add("  line %d: %s".formatted(i + 1, flaw));
      } else if (!key.isEmpty()) {
        keys.add(key);
      }
    }
    if (errors.isEmpty() && keys.isEmpty()) {
      errors.add("  no line holds an id");
    }
    if (errors.isEmpty() && keys.size() > MOST) {
      errors.add(
          "  %,d ids; split the file, or leave --keys out to replay all records"
              .formatted(keys.size()));
    }
    if (!errors.isEmpty()) {
      throw new ParameterException(
          command,
          "Expected %s to hold one id of the source a line, at most %,d, but found:%n%s"
              .formatted(file, MOST, listed(errors)));
    }
    return List.copyOf(keys);
  }

  private static List<String> lines(Path file, CommandLine command) {
    try {
      return Files.readAllLines(file);
    } catch (CharacterCodingException e) {
      throw new ParameterException(
          command, "Expected " + file + " to be text in UTF-8, but it is not.", e);
    } catch (IOException e) {
      throw new ParameterException(
          command,
          "Expected --keys to name a file that can be read, but %s cannot: %s"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /** The flaw of an id; null where it has none. */
  private static String flaw(String key) {
    if (key.length() > LONGEST) {
      return "%,d characters, where an id has at most %,d".formatted(key.length(), LONGEST);
    }
    return key.chars().anyMatch(Character::isISOControl)
        ? "a tab or another control character; expected an id alone"
        : null;
  }

  private static String listed(List<String> errors) {
    String first = String.join(System.lineSeparator(), errors.stream().limit(MOST_ERRORS).toList());
    int more = errors.size() - MOST_ERRORS;
    return more <= 0 ? first : first + System.lineSeparator() + "  and %,d more".formatted(more);
  }
}
