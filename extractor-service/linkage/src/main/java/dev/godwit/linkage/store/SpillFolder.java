package dev.godwit.linkage.store;

import dev.godwit.linkage.LinkageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A folder of spill files, readable by its owner only, deleted when it is closed. */
public final class SpillFolder implements AutoCloseable {
  private final Path folder;

  private SpillFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Makes a folder.
   *
   * @param parent folder that exists, with room for about 300 bytes a row
   * @throws LinkageException when it cannot be made
   */
  public static SpillFolder in(Path parent) {
    try {
      // The folder is made for its owner only.
      return new SpillFolder(Files.createTempDirectory(parent, "godwit-linkage-"));
    } catch (IOException e) {
      throw new LinkageException(
          "Expected a folder for spill files in %s, but found: %s; name a folder that can be written to"
              .formatted(parent, e),
          e);
    }
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  @Override
  public void close() {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new LinkageException(
          "Expected to delete the spill files in %s, which hold personal data, but found: %s; delete the folder"
              .formatted(folder, e),
          e);
    }
  }
}
