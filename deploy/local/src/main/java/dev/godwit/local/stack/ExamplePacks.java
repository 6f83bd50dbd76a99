package dev.godwit.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder of links to the reference packs and to those of the examples, for a stack that moves an
 * example: services read one folder of packs. Without it a stack has the reference packs alone, and
 * its services need no database of an example. It is deleted with the stack's data.
 */
final class ExamplePacks {
  private static final List<String> FOLDERS = List.of("reference", "newsroom");

  private ExamplePacks() {}

  /** The folder of a stack; it may be missing. */
  static Path folder(Path dir) {
    return dir.resolve("work").resolve("packs");
  }

  /**
   * Makes it.
   *
   * @return false where it was there
   */
  static boolean make(Path home, Path dir) {
    Path folder = folder(dir);
    if (Files.isDirectory(folder)) {
      return false;
    }
    Path half = folder.resolveSibling("packs.new");
    Processes.deleteTree(half);
    try {
      Files.createDirectories(half);
      for (String from : FOLDERS) {
        try (Stream<Path> packs = Files.list(home.resolve("schemas/packs").resolve(from))) {
          for (Path pack : packs.filter(Files::isDirectory).toList()) {
            Files.createSymbolicLink(half.resolve(pack.getFileName()), pack);
          }
        }
      }
      Files.move(half, folder);
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException("Making links to the packs in " + folder, e);
    }
  }
}
