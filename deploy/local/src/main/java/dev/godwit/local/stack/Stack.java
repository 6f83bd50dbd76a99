package dev.godwit.local.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
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
 * Godwit's whole local stack, each part a process that outlives whoever started it. Everything it
 * makes is below {@link StackSettings#dir()}; everything listens on 127.0.0.1. Thread-safe between
 * processes through a lock file, and within one process.
 */
public final class Stack {
  private static final Duration START_PATIENCE = Duration.ofMinutes(3);
  private static final Duration END_PATIENCE = Duration.ofSeconds(20);
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
    add(new PostgresServer(settings));
    add(new KafkaBroker(settings, mark));
    add(new RegistryServer(settings, mark));
    Part.SERVICES.forEach(part -> add(new Service(part, settings, mark)));
  }

  public StackSettings settings() {
    return settings;
  }

  /**
   * Starts what of the parts is not running, and waits until each does its work; a part that is
   * running is left alone. Infrastructure first, then the services at the same time.
   *
   * @param progress told a line at each step
   * @return parts that were started
   * @throws StackException where a port is taken, a part is not built, or one ended while starting
   */
  public Set<Part> start(Collection<Part> parts, Consumer<String> progress) {
    return locked(
        () -> {
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
   * Ends the given parts, services first; where these are all, also processes that no pid file
   * tells of. Their data stays.
   */
  public void stop(Collection<Part> parts, Consumer<String> progress) {
    locked(
        () -> {
          endAll(parts, progress);
          if (EnumSet.copyOf(parts).equals(EnumSet.allOf(Part.class))) {
            processes.endStrays(END_PATIENCE);
          }
          return null;
        });
  }

  /** Ends every process of the stack, also those that no pid file tells of. Data stays. */
  public void stop(Consumer<String> progress) {
    stop(EnumSet.allOf(Part.class), progress);
  }

  /** Lets a start that is under way fail, from another thread, and ends the given parts. */
  void abandon(Collection<Part> parts) {
    abandoned = true;
    stop(parts, line -> {});
  }

  /** Ends one process at once, as {@code kill -9} does. */
  public void kill(Part part) {
    processes.kill(part);
  }

  /** Ends one part, if it runs, and starts it again. */
  public void restart(Part part) {
    processes.end(EnumSet.of(part), END_PATIENCE);
    start(EnumSet.of(part), line -> {});
  }

  public boolean isRunning(Part part) {
    return processes.running(part).isPresent();
  }

  /** Whether it runs and does its work. */
  public boolean isReady(Part part) {
    return isRunning(part) && components.get(part).isReady();
  }

  /** Id of its process; -1 where it does not run. */
  public long pid(Part part) {
    return processes.running(part).map(ProcessHandle::pid).orElse(-1L);
  }

  /** Where it logs. */
  public Path log(Part part) {
    return processes.log(part);
  }

  /** Number of processes that the stack has, by pid files and by their command lines. */
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
    for (Part part : wave) {
      awaitReady(part);
      if (missing.contains(part)) {
        progress.accept(part.label() + " is ready");
      }
      components.get(part).complete();
    }
  }

  private void awaitReady(Part part) {
    boolean ready =
        Await.until(
            START_PATIENCE,
            () -> {
              requireNotAbandoned();
              if (!isRunning(part)) {
                throw new StackException(
                    "Expected "
                        + part.label()
                        + " to start, but its process ended. The last lines of "
                        + log(part)
                        + ":\n"
                        + LogTail.of(log(part), TAIL_LINES));
              }
              return components.get(part).isReady();
            });
    if (!ready) {
      throw new StackException(
          "Expected "
              + part.label()
              + " to be ready within "
              + START_PATIENCE.toSeconds()
              + " s, but it is not. It is still running; the last lines of "
              + log(part)
              + ":\n"
              + LogTail.of(log(part), TAIL_LINES));
    }
  }

  private void endAll(Collection<Part> parts, Consumer<String> progress) {
    for (Set<Part> wave : List.of(Part.SERVICES, Part.INFRASTRUCTURE)) {
      EnumSet<Part> inWave = EnumSet.copyOf(wave);
      inWave.retainAll(parts);
      inWave.stream()
          .filter(this::isRunning)
          .forEach(part -> progress.accept("stopping " + part.label()));
      processes.end(inWave, END_PATIENCE);
    }
  }

  private void requireNotAbandoned() {
    if (abandoned) {
      throw new StackException("The start was interrupted.");
    }
  }

  private void requireFree(Port port) {
    int number = settings.port(port);
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), number));
    } catch (IOException e) {
      throw new StackException(
          "Expected port "
              + number
              + " to be free for "
              + port.owner()
              + ", but another process has it. End that process, or choose another port with "
              + port.setting()
              + ".",
          e);
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
