package dev.godwit.local.stack;

import java.util.List;

/** A process that is started and ended together with its part, and whose end ends nothing else. */
interface Companion {
  /** Names its pid file and its log. */
  String label();

  /** Ports that the process binds. */
  List<Port> ports();

  /** Makes the files that the process needs; idempotent. */
  void prepare();

  /** Command line of the process; it stays in the foreground. */
  List<String> command();
}
