package dev.godwit.validator.replay;

import dev.godwit.worker.run.ReplayControl;

/** An event stops a comparison in the middle of a table. Not an error; without a stack trace. */
final class ReplayInterruptedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ReplayControl control;

  ReplayInterruptedException(ReplayControl control) {
    super("The replay is " + control.state() + ".", null, false, false);
    this.control = control;
  }

  /** The control that stopped it: paused, cancelled or over. */
  ReplayControl control() {
    return control;
  }
}
