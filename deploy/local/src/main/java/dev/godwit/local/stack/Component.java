package dev.godwit.local.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Prepares, describes and probes the process of one part of the stack. */
interface Component {
  Part part();

  /** Ports that the process binds. */
  List<Port> ports();

  /** Makes the files that the process needs; idempotent. */
  default void prepare() {}

  /** Command line of the process; it stays in the foreground. */
  List<String> command();

  /** Processes that start and end with it. */
  default List<Companion> companions() {
    return List.of();
  }

  /** Variables added to the environment that the process inherits. */
  default Map<String, String> environment() {
    return Map.of();
  }

  /** Whether the process inherits a variable of this process' environment. */
  default boolean inherits(String variable) {
    return true;
  }

  /** Whether the process serves requests; polled while it starts. */
  boolean isReady();

  /** The reasons of a process that runs and is not ready, in lines; empty where it is silent. */
  default String notReadyReason() {
    return "";
  }

  /** Makes what needs the running process, such as topics; idempotent. */
  default void complete() {}

  /**
   * A configuration file from the resources.
   *
   * @param values replace its {@code %} formats
   */
  static String template(String name, Object... values) {
    try (InputStream in = Component.class.getResourceAsStream("/godwit/stack/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).formatted(values);
    } catch (IOException e) {
      throw new UncheckedIOException("Reading the configuration " + name, e);
    }
  }
}
