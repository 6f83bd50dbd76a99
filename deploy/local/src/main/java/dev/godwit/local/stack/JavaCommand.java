package dev.godwit.local.stack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command line of a JVM of the stack, with the JDK of this process. */
final class JavaCommand {
  private static final int FIRST_WITH_UNSAFE_WARNING = 23;

  /** Factor of the JVM's own thresholds. */
  private static final int LATER = 20;

  private final List<String> line = new ArrayList<>();

  /**
   * @param mark argument that marks the stack's processes
   * @param tmp folder for files that libraries unpack
   */
  JavaCommand(String mark, Path tmp, int heapMiB) {
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.add(mark);
    line.add("-Xmx" + heapMiB + "m");
    line.add("-XX:+UseSerialGC");
    line.add("-XX:+ExitOnOutOfMemoryError");
    if (Runtime.version().feature() >= FIRST_WITH_UNSAFE_WARNING) {
      line.add("--sun-misc-unsafe-memory-access=allow");
    }
    line.add("-Djava.io.tmpdir=" + tmp);
    line.add("-Djava.net.preferIPv4Stack=true");
    line.add("-Dfile.encoding=UTF-8");
    line.add("-Duser.timezone=UTC");
  }

  /**
   * Reads the classes from an archive, ready to run, where it fits the JDK and the class path; else
   * the process makes it as it ends. An archive is of no use to other programs. Processes may share
   * it: a JVM ignores one that is not complete. The JVM does not say what it did about it.
   */
  JavaCommand withClassesOf(Path archive) {
    return with(
        "-Xlog:disable", "-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + archive);
  }

  /**
   * Compiles each method at most once, without costly optimisation: for a program that has no hot
   * loop, whose compiler would take more processor time than its work.
   */
  JavaCommand compiledOnce() {
    return with("-XX:TieredStopAtLevel=1");
  }

  /**
   * Optimises only methods that run for a large share of the records, {@value #LATER} times later
   * than a JVM does by itself: for a program with a hot loop. Most methods never reach that.
   */
  JavaCommand optimisedLate() {
    return with(
        "-XX:Tier4InvocationThreshold=" + LATER * 5_000,
        "-XX:Tier4MinInvocationThreshold=" + LATER * 600,
        "-XX:Tier4CompileThreshold=" + LATER * 15_000,
        "-XX:Tier4BackEdgeThreshold=" + LATER * 40_000);
  }

  JavaCommand with(String... arguments) {
    line.addAll(List.of(arguments));
    return this;
  }

  List<String> line() {
    return List.copyOf(line);
  }
}
