package dev.godwit.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/**
 * Writes a file that its owner alone can read. It appears when it is complete; until then an older
 * one of its name is still there. Stateless.
 */
final class PrivateFile {
  private PrivateFile() {}

  /** Writes the content. */
  @FunctionalInterface
  interface Content<T> {
    T write(OutputStream out) throws IOException;
  }

  /**
   * Writes a file.
   *
   * @return what the content returns
   * @throws IOException where the file cannot be written
   */
  static <T> T write(Path file, Content<T> content) throws IOException {
    Path folder = Objects.requireNonNullElse(file.toAbsolutePath().getParent(), Path.of("/"));
    Path part = Files.createTempFile(folder, file.getFileName() + ".", ".part");
    try {
      if (Files.getFileStore(part).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-------"));
      }
      T result;
      try (OutputStream out = Files.newOutputStream(part)) {
        result = content.write(out);
      }
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
      return result;
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
