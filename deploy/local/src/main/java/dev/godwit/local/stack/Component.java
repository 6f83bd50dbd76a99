package dev.godwit.local.stack;

import java.util.List;
import java.util.Map;

/** How one part of the stack is prepared, started and recognised as ready. */
interface Component {
  Part part();

  /** Ports that it binds. */
  List<Port> ports();

  /** Makes what has to be there before its process can start; doing it again changes nothing. */
  void prepare();

  /** Command line of the process; it stays in the foreground. */
  List<String> command();

  /** Environment of the process, added to what it inherits. */
  Map<String, String> environment();

  /** Whether the process inherits a variable of this process' environment. */
  default boolean inherits(String variable) {
    return true;
  }

  /** Whether it does its work; asked again and again while it starts. */
  boolean isReady();

  /** Makes what needs the running process; doing it again changes nothing. */
  default void complete() {}
}
