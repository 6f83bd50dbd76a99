package dev.godwit.local.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What Linux tells of a process: proc(5). A process that ended in between reads as nothing used.
 */
final class ProcessFigures {
  /** {@code sysconf(_SC_CLK_TCK)}, 100 on every Linux that Java runs on. */
  private static final double TICKS_PER_SECOND = 100;

  private static final int USER = 11;
  private static final int CHILDREN_SYSTEM = 14;

  private ProcessFigures() {}

  /** Whether this system tells at all. */
  static boolean available() {
    return Files.isReadable(Path.of("/proc/self/stat"));
  }

  /**
   * CPU seconds that it has used, with those of its children: the ended ones that it has waited
   * for, and those that are running.
   */
  static double cpuSeconds(ProcessHandle process) {
    double own = ticks(process.pid(), CHILDREN_SYSTEM) / TICKS_PER_SECOND;
    return own
        + process.descendants().mapToDouble(c -> ticks(c.pid(), CHILDREN_SYSTEM)).sum()
            / TICKS_PER_SECOND;
  }

  /** Highest resident set since {@link #forgetPeak}, in MiB; without children. */
  static double peakMiB(ProcessHandle process) {
    return kib(process.pid(), "status", "VmHWM:") / 1024.0;
  }

  /** Proportional set of it and its children now, in MiB: pages that they share count once. */
  static double treeMiB(ProcessHandle process) {
    long kib = kib(process.pid(), "smaps_rollup", "Pss:");
    List<ProcessHandle> children = process.descendants().toList();
    for (ProcessHandle child : children) {
      kib += kib(child.pid(), "smaps_rollup", "Pss:");
    }
    return kib / 1024.0;
  }

  /** Lets the peak begin anew at what is resident now. */
  static void forgetPeak(ProcessHandle process) {
    try {
      Files.writeString(Path.of("/proc", String.valueOf(process.pid()), "clear_refs"), "5");
    } catch (IOException e) {
      // Not permitted: the peak is then that since the process began, which is no less.
    }
  }

  private static long ticks(long pid, int lastField) {
    try {
      String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      long ticks = 0;
      for (int i = USER; i <= lastField; i++) {
        ticks += Long.parseLong(fields[i]);
      }
      return ticks;
    } catch (IOException | RuntimeException e) {
      return 0;
    }
  }

  private static long kib(long pid, String file, String field) {
    try (var lines = Files.lines(Path.of("/proc", String.valueOf(pid), file))) {
      return lines
          .filter(line -> line.startsWith(field))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException | RuntimeException e) {
      return 0;
    }
  }
}
