package dev.godwit.local.stack;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The local stack: every part of Godwit as a process that outlives the command that started it. Its
 * files are below {@link StackSettings#dir()}; every port is on 127.0.0.1. Thread-safe, also
 * between processes, by a lock file.
 */
public final class Stack {
  private static final Duration START_TIMEOUT = Duration.ofMinutes(3);

  /** Long enough for all programs to archive their classes as they end, on a slow machine. */
  private static final Duration END_TIMEOUT = Duration.ofSeconds(60);

  private static final int TAIL_LINES = 15;
  private static final ReentrantLock IN_THIS_PROCESS = new ReentrantLock();

  private final StackSettings settings;
  private final Processes processes;
  private final Map<Part, Component> components = new EnumMap<>(Part.class);
  private volatile boolean abandoned;

  public Stack(StackSettings settings) {
    this.settings = settings;
    this.processes = new Processes(settings.dir());
    String mark = processes.mark();
    settings.trustOwnAuthority();
    add(new PostgresServer(settings));
    add(new KafkaBroker(settings, mark));
    add(new RegistryServer(settings, mark));
    Part.SERVICES.forEach(part -> add(new Service(part, settings, mark)));
  }

  public StackSettings settings() {
    return settings;
  }

  /**
   * Starts the parts that are not running, and waits until each is ready. Infrastructure starts
   * first, then all services at the same time.
   *
   * @param progress receives a line at each step
   * @return parts that were started
   * @throws StackException where a port is taken, a part is not built, or one ended while starting
   */
  public Set<Part> start(Collection<Part> parts, Consumer<String> progress) {
    return locked(
        () -> {
          if (settings.isSecure()) {
            settings.security().prepare();
          }
          ServiceVariables.ofNone(settings.environment().keySet(), settings.packVariables())
              .forEach(
                  name ->
                      progress.accept(name + " is a setting of no service; no service gets it"));
          EnumSet<Part> started = EnumSet.noneOf(Part.class);
          EnumSet<Part> wanted = EnumSet.copyOf(parts);
          for (Set<Part> wave : List.of(Part.INFRASTRUCTURE, Part.SERVICES)) {
            EnumSet<Part> inWave = EnumSet.copyOf(wave);
            inWave.retainAll(wanted);
            startTogether(inWave, started, progress);
          }
          return started;
        });
  }

  /** Starts all parts. */
  public Set<Part> start(Consumer<String> progress) {
    return start(EnumSet.allOf(Part.class), progress);
  }

  /**
   * Ends parts, services first; where these are all, also processes without a pid file. Their data
   * stays.
   */
  public void stop(Collection<Part> parts, Consumer<String> progress) {
    locked(
        () -> {
          endAll(parts, progress);
          if (EnumSet.copyOf(parts).equals(EnumSet.allOf(Part.class))) {
            processes.endStrays(END_TIMEOUT);
          }
          return null;
        });
  }

  /** Ends every process of the stack, also those without a pid file. Data stays. */
  public void stop(Consumer<String> progress) {
    stop(EnumSet.allOf(Part.class), progress);
  }

  /** Lets a start in another thread fail, and ends parts. */
  void abandon(Collection<Part> parts) {
    abandoned = true;
    stop(parts, line -> {});
  }

  /** Deletes data and logs. No part may be running. */
  public void deleteData() {
    for (String folder : List.of("data", "logs", "pids", "work", "secrets", "keys")) {
      Processes.deleteTree(settings.dir().resolve(folder));
    }
    StackSecurity.unmark(settings.dir());
  }

  /** Kills one process, as {@code kill -9} does. */
  public void kill(Part part) {
    processes.kill(part);
  }

  /** Kills a node of the Kafka cluster, as {@code kill -9} does; a start of the broker mends it. */
  public void killBroker(int node) {
    processes.kill(new BrokerNode(settings, processes.mark(), node).label());
  }

  /**
   * Deletes the data of a node of the Kafka cluster, which must not be running, as the loss of its
   * disk does.
   */
  public void loseDisk(int node) {
    Processes.deleteTree(new BrokerNode(settings, processes.mark(), node).data());
  }

  /** Ends one part, if it runs, and starts it again. */
  public void restart(Part part) {
    processes.end(EnumSet.of(part), END_TIMEOUT);
    start(EnumSet.of(part), line -> {});
  }

  public boolean isRunning(Part part) {
    return processes.running(part).isPresent();
  }

  /** Whether it runs and is ready. */
  public boolean isReady(Part part) {
    return isRunning(part) && components.get(part).isReady();
  }

  /** Id of its process; -1 where it does not run. */
  public long pid(Part part) {
    return processes.running(part).map(ProcessHandle::pid).orElse(-1L);
  }

  /**
   * How often the running broker said that it lost groups: it answers and assigns no partitions,
   * until it is restarted (decision 0011). 0 where it does not run.
   */
  public int lostGroups() {
    return processes
        .running(Part.BROKER)
        .flatMap(broker -> broker.info().startInstant())
        .map(since -> BrokerLog.lostGroups(log(Part.BROKER), since))
        .orElse(0);
  }

  /** Its log file. */
  public Path log(Part part) {
    return processes.log(part);
  }

  /** Number of the stack's processes, by their command lines. */
  public int processCount() {
    return processes.strays().size();
  }

  private void startTogether(Set<Part> wave, Set<Part> started, Consumer<String> progress) {
    EnumSet<Part> missing = EnumSet.noneOf(Part.class);
    wave.stream().filter(part -> !isRunning(part)).forEach(missing::add);
    missing.forEach(part -> components.get(part).ports().forEach(this::requireFree));
    for (Part part : missing) {
      requireNotAbandoned();
      Component component = components.get(part);
      component.prepare();
      processes.start(part, component);
      started.add(part);
      progress.accept("starting " + part.label());
    }
    wave.forEach(part -> components.get(part).companions().forEach(this::startMissing));
    for (Part part : wave) {
      awaitReady(part);
      if (missing.contains(part)) {
        progress.accept(part.label() + " is ready");
      }
      components.get(part).complete();
    }
  }

  private void startMissing(Companion companion) {
    if (processes.running(companion.label()).isEmpty()) {
      companion.ports().forEach(this::requireFree);
      companion.prepare();
      processes.start(companion.label(), companion.command(), environment -> {});
    }
  }

  private void awaitReady(Part part) {
    boolean ready =
        Await.until(
            START_TIMEOUT,
            () -> {
              requireNotAbandoned();
              if (!isRunning(part)) {
                throw new StackException(
                    "Expected %s to start, but its process ended; %s"
                        .formatted(part.label(), lastLines(part)));
              }
              return components.get(part).isReady();
            });
    if (!ready) {
      String reason = components.get(part).notReadyReason();
      throw new StackException(
          "Expected %s to be ready within %d s, but it is not. It is still running; %s"
              .formatted(
                  part.label(),
                  START_TIMEOUT.toSeconds(),
                  reason.isEmpty()
                      ? lastLines(part)
                      : "it reports (log: " + log(part) + "):\n" + reason));
    }
  }

  private String lastLines(Part part) {
    return "the last lines of %s:\n%s".formatted(log(part), LogTail.of(log(part), TAIL_LINES));
  }

  private void endAll(Collection<Part> parts, Consumer<String> progress) {
    for (Set<Part> wave : List.of(Part.SERVICES, Part.INFRASTRUCTURE)) {
      EnumSet<Part> inWave = EnumSet.copyOf(wave);
      inWave.retainAll(parts);
      inWave.stream()
          .filter(this::isRunning)
          .forEach(part -> progress.accept("stopping " + part.label()));
      List<String> labels = new ArrayList<>();
      for (Part part : inWave) {
        labels.add(part.label());
        components.get(part).companions().forEach(companion -> labels.add(companion.label()));
      }
      processes.end(labels, END_TIMEOUT);
    }
  }

  private void requireNotAbandoned() {
    if (abandoned) {
      throw new StackException("The start was interrupted.");
    }
  }

  private void requireFree(Port port) {
    int number = settings.port(port);
    if (!FreePorts.isFree(number)) {
      throw new StackException(
          "Expected port %d to be free for %s, but another process has it. End that process, or choose another port with %s."
              .formatted(number, port.owner(), port.setting()));
    }
  }

  private <T> T locked(Supplier<T> work) {
    IN_THIS_PROCESS.lock();
    try {
      return lockedAmongProcesses(work);
    } finally {
      IN_THIS_PROCESS.unlock();
    }
  }

  private <T> T lockedAmongProcesses(Supplier<T> work) {
    try {
      SecretsFolder.makeStackFolder(settings.dir());
      Files.createDirectories(settings.tmp());
      try (FileChannel channel =
              FileChannel.open(
                  settings.dir().resolve("lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        assert lock.isValid();
        return work.get();
      }
    } catch (IOException e) {
      throw new StackException("Locking " + settings.dir() + ": " + e.getMessage(), e);
    }
  }

  private void add(Component component) {
    components.put(component.part(), component);
  }
}
