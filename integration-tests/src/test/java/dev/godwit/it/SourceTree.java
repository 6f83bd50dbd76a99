package dev.godwit.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The checked-out files of the project, without those that builds and runs make. */
final class SourceTree {
  static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final Set<String> MADE = Set.of("target", ".git", ".godwit", "node_modules");

  private SourceTree() {}

  /** Files whose path below the project's folder, with slashes, is wanted; sorted. */
  static List<Path> files(Predicate<String> wanted) {
    List<Path> found = new ArrayList<>();
    try {
      Files.walkFileTree(
          HOME,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              boolean made =
                  MADE.contains(folder.getFileName().toString()) && !name(folder).contains("/src/");
              return made ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (wanted.test(name(file))) {
                found.add(file);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException("Reading " + HOME, e);
    }
    return found.stream().sorted().toList();
  }

  /** Path below the project's folder, with slashes. */
  static String name(Path file) {
    return HOME.relativize(file).toString().replace('\\', '/');
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Reading " + file, e);
    }
  }

  static String text(String file) {
    return text(HOME.resolve(file));
  }
}
