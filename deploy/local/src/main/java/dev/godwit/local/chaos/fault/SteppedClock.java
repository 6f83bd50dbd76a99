package dev.godwit.local.chaos.fault;

import dev.godwit.local.stack.StackSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The wall clock of a process by libfaketime, which reads the difference from a file. The monotonic
 * clock stays as it is, as with a step of a real clock. Not thread-safe.
 */
public final class SteppedClock {
  private static final List<Path> FOLDERS = List.of(Path.of("/usr/lib"), Path.of("/usr/local/lib"));
  private static final String LIBRARY = "libfaketimeMT.so.1";
  private static final int DEPTH = 3;

  private final Path file;

  SteppedClock(Path file) {
    this.file = file;
  }

  /** The library; empty where it is not installed. */
  public static Optional<Path> library() {
    return FOLDERS.stream().flatMap(SteppedClock::librariesIn).findFirst();
  }

  private static Stream<Path> librariesIn(Path folder) {
    try (Stream<Path> found =
        Files.find(folder, DEPTH, (path, is) -> path.getFileName().toString().equals(LIBRARY))) {
      return found.toList().stream();
    } catch (IOException | UncheckedIOException e) {
      return Stream.empty();
    }
  }

  /**
   * Settings of a stack whose processes have this clock. The library's own correction of waits on
   * the monotonic clock is off: with it every timed wait of a JVM ends at once.
   */
  StackSettings of(StackSettings settings) {
    return settings
        .withVariable("LD_PRELOAD", library().orElseThrow().toString())
        .withVariable("FAKETIME_TIMESTAMP_FILE", file.toString())
        .withVariable("FAKETIME_CACHE_DURATION", "1")
        .withVariable("DONT_FAKE_MONOTONIC", "1")
        .withVariable("FAKETIME_FORCE_MONOTONIC_FIX", "0")
        .withVariable("NO_FAKE_STAT", "1");
  }

  /**
   * Sets the difference to the real clock; it is seen within a second.
   *
   * @param hours 0 for none
   */
  void set(int hours) {
    try {
      Files.createDirectories(file.getParent());
      Path half = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(half, "%+dh\n".formatted(hours));
      Files.move(half, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("Setting the clock in " + file, e);
    }
  }
}
