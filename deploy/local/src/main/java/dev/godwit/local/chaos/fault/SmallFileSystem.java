package dev.godwit.local.chaos.fault;

import dev.godwit.local.stack.StackException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A small file system in memory that a ballast file can fill. Mounting needs root. Not thread-safe.
 */
public final class SmallFileSystem {
  private static final String NAME = "godwit-chaos";
  private static final Path MOUNTS = Path.of("/proc/mounts");
  private static final int PAGE = 4096;

  private final Path folder;
  private final int mebibytes;

  SmallFileSystem(Path folder, int mebibytes) {
    this.folder = folder;
    this.mebibytes = mebibytes;
  }

  /** Whether this process may mount one: it does so for a moment. */
  public static boolean isPossible() {
    try {
      Path folder = Files.createTempDirectory(NAME);
      try {
        SmallFileSystem trial = new SmallFileSystem(folder, 1);
        trial.mount();
        trial.unmount();
        return true;
      } catch (StackException e) {
        return false;
      } finally {
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      return false;
    }
  }

  /** Unmounts those below a folder, which an interrupted process may have left. */
  public static void unmountBelow(Path root) {
    try {
      if (!Files.exists(MOUNTS)) {
        return;
      }
      for (String line : Files.readAllLines(MOUNTS)) {
        String[] parts = line.split(" ", -1);
        if (parts[0].equals(NAME) && Path.of(parts[1]).startsWith(root)) {
          run("umount", "-l", parts[1]);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Reading " + MOUNTS, e);
    }
  }

  Path folder() {
    return folder;
  }

  /** Mounts it, empty. */
  void mount() {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("Making " + folder, e);
    }
    run(
        "mount",
        "-t",
        "tmpfs",
        "-o",
        "size=%dm,mode=0700".formatted(mebibytes),
        NAME,
        folder.toString());
  }

  /** Fills it to the last page. */
  void fill() {
    byte[] page = new byte[PAGE];
    try (OutputStream ballast = Files.newOutputStream(ballast())) {
      for (long written = 0; written <= (long) mebibytes << 20; written += PAGE) {
        ballast.write(page);
      }
    } catch (IOException e) {
      // It is full.
      return;
    }
    throw new IllegalStateException("Expected " + folder + " to become full, but it did not.");
  }

  /** Takes the ballast away; idempotent. */
  void free() {
    try {
      Files.deleteIfExists(ballast());
    } catch (IOException e) {
      throw new UncheckedIOException("Deleting " + ballast(), e);
    }
  }

  /** Unmounts it, also while a process holds a file of it open. */
  void unmount() {
    run("umount", "-l", folder.toString());
  }

  private Path ballast() {
    return folder.resolve("ballast");
  }

  private static void run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new StackException(
            "Expected %s to work, but found: %s Run it as root, or leave these cases out."
                .formatted(String.join(" ", List.of(command)), said.strip()));
      }
    } catch (IOException e) {
      throw new StackException("Running " + command[0] + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted while running " + command[0], e);
    }
  }
}
