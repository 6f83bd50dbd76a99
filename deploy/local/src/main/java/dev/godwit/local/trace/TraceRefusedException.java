package dev.godwit.local.trace;

import dev.godwit.api.Problem;

/** A trace that cannot be made: a run, an entity or a pack is not there. Fatal. */
public final class TraceRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;
  private final boolean unknownRun;

  private TraceRefusedException(boolean unknownRun, Problem problem) {
    super(problem.sentence());
    this.problem = problem;
    this.unknownRun = unknownRun;
  }

  /** The request is wrong. */
  static TraceRefusedException wrong(String expected, String found, String action) {
    return new TraceRefusedException(false, new Problem(expected, found, action));
  }

  /** There is no such run. */
  static TraceRefusedException noRun(String expected, String found, String action) {
    return new TraceRefusedException(true, new Problem(expected, found, action));
  }

  /** The reason and the remedy. */
  public Problem problem() {
    return problem;
  }

  /** Whether the run is missing; the request is wrong otherwise. */
  public boolean isUnknownRun() {
    return unknownRun;
  }
}
