package dev.godwit.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Starts and ends the stack's processes. They outlive whoever started them; what is running is read
 * from pid files, and from the command lines for what no file tells of. Thread-safe.
 */
final class Processes {
  private static final List<Path> SETSID =
      List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));

  private final Path dir;

  Processes(Path dir) {
    this.dir = dir;
  }

  /** An argument that tells this stack's processes from all others; each command carries it. */
  String mark() {
    return "-Dgodwit.stack=" + dir;
  }

  Path log(Part part) {
    return dir.resolve("logs").resolve(part.label() + ".log");
  }

  Optional<ProcessHandle> running(Part part) {
    return file(part).process();
  }

  /** Starts it in a session of its own, so that no terminal ends it. */
  ProcessHandle start(Part part, Component component) {
    List<String> detached = new ArrayList<>();
    SETSID.stream()
        .filter(Files::isExecutable)
        .findFirst()
        .ifPresent(s -> detached.add(s.toString()));
    detached.addAll(component.command());
    try {
      Files.createDirectories(log(part).getParent());
      Path work = Files.createDirectories(dir.resolve("work").resolve(part.label()));
      ProcessBuilder builder =
          new ProcessBuilder(detached)
              .directory(work.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log(part).toFile()));
      builder.environment().keySet().removeIf(variable -> !component.inherits(variable));
      builder.environment().putAll(component.environment());
      ProcessHandle process = builder.start().toHandle();
      file(part).write(process);
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException("Starting " + part.label(), e);
    }
  }

  /** Asks them to end, with all their children, and makes those that do not within the time. */
  void end(Set<Part> parts, Duration patience) {
    endAll(parts.stream().map(this::running).flatMap(Optional::stream).toList(), patience);
    parts.forEach(part -> file(part).delete());
  }

  /** Ends it at once, as {@code kill -9} does; its children find out by themselves. */
  void kill(Part part) {
    running(part)
        .ifPresent(
            process -> {
              process.destroyForcibly();
              awaitEnd(List.of(process), Duration.ofSeconds(10));
            });
    file(part).delete();
  }

  /** Ends whatever of this stack no pid file tells of. */
  void endStrays(Duration patience) {
    endAll(strays(), patience);
  }

  /** Processes whose command line carries the stack's mark or its data folder. */
  List<ProcessHandle> strays() {
    String data = dir.resolve("data").toString();
    return ProcessHandle.allProcesses()
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .filter(
            process ->
                process
                    .info()
                    .arguments()
                    .map(Arrays::asList)
                    .filter(
                        arguments ->
                            arguments.contains(mark()) || arguments.contains(data + "/postgres"))
                    .isPresent())
        .toList();
  }

  private static void endAll(Collection<ProcessHandle> processes, Duration patience) {
    List<ProcessHandle> all = new ArrayList<>(processes);
    processes.forEach(process -> process.descendants().forEach(all::add));
    processes.forEach(ProcessHandle::destroy);
    if (!awaitEnd(all, patience)) {
      all.forEach(ProcessHandle::destroyForcibly);
      awaitEnd(all, Duration.ofSeconds(10));
    }
  }

  private static boolean awaitEnd(Collection<ProcessHandle> processes, Duration patience) {
    return Await.until(patience, () -> processes.stream().noneMatch(ProcessFile::isRunning));
  }

  private ProcessFile file(Part part) {
    return new ProcessFile(dir.resolve("pids").resolve(part.label()));
  }
}
