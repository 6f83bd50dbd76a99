package dev.godwit.local.bench;

import dev.godwit.local.bench.BenchResult.ProcessUse;
import dev.godwit.local.stack.Part;
import dev.godwit.local.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Measures CPU seconds and peak memory of the stack's processes between two moments, from Linux'
 * proc(5). A process that ended meanwhile counts as nothing used, as does every process where there
 * is no proc(5). Not thread-safe.
 */
final class ProcessMeter {
  /** {@code sysconf(_SC_CLK_TCK)}, 100 on every Linux that Java runs on. */
  private static final double TICKS_PER_SECOND = 100;

  private static final int USER_TICKS = 11;
  private static final int CHILDREN_SYSTEM_TICKS = 14;

  private final Path proc;
  private final Map<Part, ProcessHandle> processes = new EnumMap<>(Part.class);
  private final Map<Part, Double> cpuBefore = new EnumMap<>(Part.class);
  private double postgresPeakMiB;

  ProcessMeter(Stack stack) {
    this(Path.of("/proc"));
    for (Part part : Part.values()) {
      ProcessHandle.of(stack.pid(part)).ifPresent(handle -> processes.put(part, handle));
    }
  }

  /**
   * @param proc folder in the format of proc(5)
   */
  ProcessMeter(Path proc) {
    this.proc = proc;
  }

  /** The first moment. */
  void begin() {
    processes.forEach(
        (part, process) -> {
          resetPeak(process);
          cpuBefore.put(part, cpuSeconds(process));
        });
  }

  /** Samples the memory of PostgreSQL, whose many processes have no peak in common. */
  void sample() {
    ProcessHandle postgres = processes.get(Part.POSTGRES);
    if (postgres != null) {
      postgresPeakMiB = Math.max(postgresPeakMiB, treeMiB(postgres));
    }
  }

  /** The second moment. */
  List<ProcessUse> end() {
    sample();
    List<ProcessUse> uses = new ArrayList<>();
    processes.forEach(
        (part, process) ->
            uses.add(
                new ProcessUse(
                    part.label(),
                    cpuSeconds(process) - cpuBefore.get(part),
                    part == Part.POSTGRES ? postgresPeakMiB : peakMiB(process))));
    return uses;
  }

  /** CPU seconds used so far, with those of its running and its awaited children. */
  double cpuSeconds(ProcessHandle process) {
    return withChildren(process).mapToLong(this::ticks).sum() / TICKS_PER_SECOND;
  }

  /** Highest resident set since {@link #resetPeak}, in MiB, without children. */
  double peakMiB(ProcessHandle process) {
    return kib(process, "status", "VmHWM:") / 1024.0;
  }

  /** Proportional set of it and its children now, in MiB: pages that they share count once. */
  double treeMiB(ProcessHandle process) {
    return withChildren(process).mapToLong(p -> kib(p, "smaps_rollup", "Pss:")).sum() / 1024.0;
  }

  private static Stream<ProcessHandle> withChildren(ProcessHandle process) {
    return Stream.concat(Stream.of(process), process.descendants());
  }

  private void resetPeak(ProcessHandle process) {
    try {
      Files.writeString(file(process, "clear_refs"), "5");
    } catch (IOException e) {
      // Not permitted: the peak is then that since the process began, which is no less.
    }
  }

  private long ticks(ProcessHandle process) {
    try {
      String stat = Files.readString(file(process, "stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      long ticks = 0;
      for (int i = USER_TICKS; i <= CHILDREN_SYSTEM_TICKS; i++) {
        ticks += Long.parseLong(fields[i]);
      }
      return ticks;
    } catch (IOException | RuntimeException e) {
      return 0;
    }
  }

  private long kib(ProcessHandle process, String file, String field) {
    try (Stream<String> lines = Files.lines(file(process, file))) {
      return lines
          .filter(line -> line.startsWith(field))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException | RuntimeException e) {
      return 0;
    }
  }

  private Path file(ProcessHandle process, String name) {
    return proc.resolve(String.valueOf(process.pid())).resolve(name);
  }
}
