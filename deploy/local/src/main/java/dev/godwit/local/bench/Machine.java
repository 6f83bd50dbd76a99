package dev.godwit.local.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The machine of a measurement.
 *
 * @param processors processors that this program may use
 * @param cpu model of the processor; null where the system does not say
 * @param memoryMiB memory in MiB; 0 where the system does not say
 */
record Machine(int processors, String cpu, long memoryMiB) {
  private static final long KIB_OF_MIB = 1024;

  /**
   * This machine.
   *
   * @param proc folder in the format of proc(5)
   */
  static Machine of(Path proc) {
    String memory = value(proc.resolve("meminfo"), "MemTotal");
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        value(proc.resolve("cpuinfo"), "model name"),
        memory == null ? 0 : Long.parseLong(memory.replaceAll("[^0-9]", "")) / KIB_OF_MIB);
  }

  private static String value(Path file, String name) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(null);
    } catch (IOException e) {
      return null;
    }
  }
}
