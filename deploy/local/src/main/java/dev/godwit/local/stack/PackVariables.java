package dev.godwit.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The variables that the packs of a folder name, and the services that get each: a password goes to
 * those that open the database alone, any other to all that read packs. A pack that cannot be read
 * is the check's to report, so its text is searched as it is. Immutable.
 */
final class PackVariables {
  private static final Pattern SOURCE = Pattern.compile("(?m)^kind:\\s*[\"']?source\\b");
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::-[^}]*)?}");
  private static final Pattern PASSWORD =
      Pattern.compile("\\bpassword-variable:\\s*[\"']?([A-Za-z_][A-Za-z0-9_]*)");

  /** Ends the name of a variable that holds the path of a file with the secret. */
  private static final String IN_FILE = "_FILE";

  private final Set<String> plain = new HashSet<>();
  private final Set<String> ofSources = new HashSet<>();
  private final Set<String> ofTargets = new HashSet<>();

  private PackVariables() {}

  /** Those of a folder of packs; none where there is no such folder. */
  static PackVariables of(Path packs) {
    PackVariables variables = new PackVariables();
    for (Path file : files(packs)) {
      try {
        variables.add(Files.readString(file));
      } catch (IOException e) {
        throw new UncheckedIOException("Reading the pack " + file, e);
      }
    }
    return variables;
  }

  private static List<Path> files(Path packs) {
    if (!Files.isDirectory(packs)) {
      return List.of();
    }
    List<Path> files = new ArrayList<>();
    try (Stream<Path> folders = Files.list(packs)) {
      folders
          .map(folder -> folder.resolve("pack.yaml"))
          .filter(Files::isReadable)
          .forEach(files::add);
    } catch (IOException e) {
      throw new UncheckedIOException("Listing the packs of " + packs, e);
    }
    return files;
  }

  private void add(String yaml) {
    Set<String> passwords = SOURCE.matcher(yaml).find() ? ofSources : ofTargets;
    Matcher password = PASSWORD.matcher(yaml);
    while (password.find()) {
      passwords.add(password.group(1));
      passwords.add(password.group(1) + IN_FILE);
    }
    Matcher placeholder = PLACEHOLDER.matcher(yaml);
    while (placeholder.find()) {
      plain.add(placeholder.group(1));
    }
  }

  /** Whether a service gets a variable. */
  boolean isOf(Part part, String variable) {
    if (!Part.WITH_PACKS.contains(part)) {
      return false;
    }
    if (ofSources.contains(variable) || ofTargets.contains(variable)) {
      return (part == Part.EXTRACTOR ? ofSources : ofTargets).contains(variable);
    }
    return plain.contains(variable);
  }
}
