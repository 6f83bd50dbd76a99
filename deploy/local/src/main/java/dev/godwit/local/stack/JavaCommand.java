package dev.godwit.local.stack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command line of a JVM of the stack, run by the same JDK as this one. */
final class JavaCommand {
  private static final int UNSAFE_IS_WARNED_OF = 23;

  private final List<String> line = new ArrayList<>();

  /**
   * @param mark argument that tells the stack's processes from others
   * @param tmp folder for what libraries unpack
   */
  JavaCommand(String mark, Path tmp, int heapMiB) {
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.add(mark);
    line.add("-Xmx" + heapMiB + "m");
    line.add("-XX:+UseSerialGC");
    line.add("-XX:+ExitOnOutOfMemoryError");
    line.add("--enable-native-access=ALL-UNNAMED");
    if (Runtime.version().feature() >= UNSAFE_IS_WARNED_OF) {
      line.add("--sun-misc-unsafe-memory-access=allow");
    }
    line.add("-Djava.io.tmpdir=" + tmp);
    line.add("-Djava.net.preferIPv4Stack=true");
    line.add("-Dfile.encoding=UTF-8");
    line.add("-Duser.timezone=UTC");
  }

  JavaCommand with(String... arguments) {
    line.addAll(List.of(arguments));
    return this;
  }

  List<String> line() {
    return List.copyOf(line);
  }
}
