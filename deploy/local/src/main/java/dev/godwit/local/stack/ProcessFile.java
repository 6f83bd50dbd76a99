package dev.godwit.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A file with the id of a process and its start time, since ids are used again. Thread-safe as far
 * as the file system is.
 */
final class ProcessFile {
  private final Path file;

  ProcessFile(Path file) {
    this.file = file;
  }

  void write(ProcessHandle process) {
    try {
      Files.createDirectories(file.getParent());
      Path fresh = file.resolveSibling(file.getFileName() + ".new");
      Files.write(fresh, List.of(String.valueOf(process.pid()), startOf(process)));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("Writing the process file " + file, e);
    }
  }

  /** The process; empty where it has ended or was never started. */
  Optional<ProcessHandle> process() {
    try {
      List<String> lines = Files.readAllLines(file);
      if (lines.isEmpty()) {
        return Optional.empty();
      }
      String start = lines.size() > 1 ? lines.get(1) : "";
      return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
          .filter(ProcessFile::isRunning)
          .filter(process -> startOf(process).equals(start));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Deleting the process file " + file, e);
    }
  }

  /**
   * Whether a process is alive, and not only a zombie. A killed process is a zombie with several
   * threads while these are still ending; until then its ports are taken.
   */
  static boolean isRunning(ProcessHandle process) {
    if (!process.isAlive()) {
      return false;
    }
    try {
      Path proc = Path.of("/proc", String.valueOf(process.pid()));
      String stat = Files.readString(proc.resolve("stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z' || threads(proc) > 1;
    } catch (IOException e) {
      return process.isAlive();
    }
  }

  private static long threads(Path proc) throws IOException {
    try (Stream<Path> threads = Files.list(proc.resolve("task"))) {
      return threads.count();
    }
  }

  private static String startOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("unknown");
  }
}
