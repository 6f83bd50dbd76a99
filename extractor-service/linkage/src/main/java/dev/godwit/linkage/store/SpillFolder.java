package dev.godwit.linkage.store;

import dev.godwit.linkage.LinkageException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/**
 * A folder of spill files, readable by its owner only, deleted when it is closed. A process that
 * ended without closing it leaves it behind; the next folder with the same parent deletes it. A
 * lock on a file in it, which ends with its process, says which folders are left behind. Not
 * thread-safe.
 */
public final class SpillFolder implements AutoCloseable {
  private static final String PREFIX = "godwit-linkage-";
  private static final String LOCK = "lock";

  private final Path folder;
  private final FileChannel lock;

  private SpillFolder(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Deletes the folders that processes of this user left behind.
   *
   * @param parent folder of the spill folders; may be missing
   * @throws LinkageException when one cannot be deleted
   */
  public static void deleteLeft(Path parent) {
    if (!Files.isDirectory(parent)) {
      return;
    }
    try (Stream<Path> folders = Files.list(parent)) {
      for (Path folder : folders.filter(SpillFolder::isSpill).toList()) {
        deleteIfLeft(folder);
      }
    } catch (IOException e) {
      throw new LinkageException(
          "Expected to delete spill files that were left in %s, which hold personal data, but found: %s; delete the folders %s*"
              .formatted(parent, e, PREFIX),
          e);
    }
  }

  private static boolean isSpill(Path folder) {
    return folder.getFileName().toString().startsWith(PREFIX)
        && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
        && Files.isWritable(folder);
  }

  private static void deleteIfLeft(Path folder) throws IOException {
    Path file = folder.resolve(LOCK);
    // A folder without the file is about to get it.
    if (!Files.isWritable(file)) {
      return;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock held = channel.tryLock()) {
      if (held != null) {
        delete(folder);
      }
    } catch (OverlappingFileLockException | NoSuchFileException e) {
      // Another thread of this process uses it, or its owner just deleted it.
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(folder);
  }

  /**
   * Makes a folder, and deletes those that were left behind.
   *
   * @param parent folder that exists, with room for about 300 bytes a row
   * @throws LinkageException when it cannot be made
   */
  public static SpillFolder in(Path parent) {
    deleteLeft(parent);
    try {
      // The folder is made for its owner only.
      Path folder = Files.createTempDirectory(parent, PREFIX);
      FileChannel lock =
          FileChannel.open(
              folder.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      lock.lock();
      return new SpillFolder(folder, lock);
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
    try (lock) {
      delete(folder);
    } catch (IOException e) {
      throw new LinkageException(
          "Expected to delete the spill files in %s, which hold personal data, but found: %s; delete the folder"
              .formatted(folder, e),
          e);
    }
  }
}
