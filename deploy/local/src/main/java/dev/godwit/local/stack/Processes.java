package dev.godwit.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Starts and ends the stack's processes, which outlive the process that started them. It finds them
 * by pid files, and by their command lines where a file is missing. Thread-safe.
 */
final class Processes {
  private static final List<Path> SETSID =
      List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));

  private final Path dir;

  Processes(Path dir) {
    this.dir = dir;
  }

  /**
   * The argument in each command line that marks the processes of this stack. It is not below
   * {@code godwit.}, which is for settings of the services.
   */
  String mark() {
    return "-Dlocal.stack=" + dir;
  }

  Path log(Part part) {
    return log(part.label());
  }

  Path log(String label) {
    return dir.resolve("logs").resolve(label + ".log");
  }

  Optional<ProcessHandle> running(Part part) {
    return file(part).process();
  }

  /** Starts a part in a session of its own, so that no terminal ends it. */
  ProcessHandle start(Part part, Component component) {
    return start(
        part.label(),
        component.command(),
        environment -> {
          environment.keySet().removeIf(variable -> !component.inherits(variable));
          environment.putAll(component.environment());
        });
  }

  /**
   * Starts a program in a session of its own, as a part or beside the parts.
   *
   * @param label names its pid file, log and working folder
   * @param environment changes what it inherits
   */
  ProcessHandle start(
      String label, List<String> command, Consumer<Map<String, String>> environment) {
    List<String> detached = new ArrayList<>();
    SETSID.stream()
        .filter(Files::isExecutable)
        .findFirst()
        .ifPresent(s -> detached.add(s.toString()));
    detached.addAll(command);
    Path log = log(label);
    try {
      Files.createDirectories(log.getParent());
      Path work = Files.createDirectories(dir.resolve("work").resolve(label));
      ProcessBuilder builder =
          new ProcessBuilder(detached)
              .directory(work.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      environment.accept(builder.environment());
      ProcessHandle process = builder.start().toHandle();
      file(label).write(process);
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException("Starting " + label, e);
    }
  }

  /** A program that was started beside the parts; empty where it does not run. */
  Optional<ProcessHandle> running(String label) {
    return file(label).process();
  }

  /** Ends a program that was started beside the parts. */
  void end(String label, Duration timeout) {
    endAll(running(label).stream().toList(), timeout);
    file(label).delete();
  }

  /** Ends processes with all their children; kills those that still run after the timeout. */
  void end(Set<Part> parts, Duration timeout) {
    end(parts.stream().map(Part::label).toList(), timeout);
  }

  /** The same by their labels. */
  void end(Collection<String> labels, Duration timeout) {
    endAll(labels.stream().map(this::running).flatMap(Optional::stream).toList(), timeout);
    labels.forEach(label -> file(label).delete());
  }

  /** Kills a process, as {@code kill -9} does, but not its children. */
  void kill(Part part) {
    kill(part.label());
  }

  /** The same for a program that was started beside the parts. */
  void kill(String label) {
    running(label)
        .ifPresent(
            process -> {
              process.destroyForcibly();
              awaitEnd(List.of(process), Duration.ofSeconds(10));
            });
    file(label).delete();
  }

  /** Ends the processes of this stack that have no pid file. */
  void endStrays(Duration timeout) {
    endAll(strays(), timeout);
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

  /**
   * Runs a program and waits for its end.
   *
   * @param purpose what it is to do, for messages
   * @throws StackException where it fails; the message has its output
   */
  static void runToEnd(List<String> command, Map<String, String> environment, String purpose) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().putAll(environment);
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new StackException(
            "Expected %s to %s, but it failed:\n%s".formatted(command.getFirst(), purpose, output));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Starting a program to " + purpose, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted while starting a program to " + purpose, e);
    }
  }

  /** Deletes a folder with everything in it, where it exists. */
  static void deleteTree(Path root) {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Deleting " + root, e);
    }
  }

  private static void endAll(Collection<ProcessHandle> processes, Duration timeout) {
    List<ProcessHandle> all = new ArrayList<>(processes);
    processes.forEach(process -> process.descendants().forEach(all::add));
    processes.forEach(ProcessHandle::destroy);
    if (!awaitEnd(all, timeout)) {
      all.forEach(ProcessHandle::destroyForcibly);
      awaitEnd(all, Duration.ofSeconds(10));
    }
  }

  private static boolean awaitEnd(Collection<ProcessHandle> processes, Duration timeout) {
    return Await.until(timeout, () -> processes.stream().noneMatch(ProcessFile::isRunning));
  }

  private ProcessFile file(Part part) {
    return file(part.label());
  }

  private ProcessFile file(String label) {
    return new ProcessFile(dir.resolve("pids").resolve(label));
  }
}
