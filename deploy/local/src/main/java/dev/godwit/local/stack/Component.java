package dev.godwit.local.stack;

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

  /** Makes what needs the running process, such as topics; idempotent. */
  default void complete() {}
}
