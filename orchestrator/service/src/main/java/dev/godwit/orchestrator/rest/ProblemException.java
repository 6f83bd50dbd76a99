package dev.godwit.orchestrator.rest;

import dev.godwit.api.Problem;

/** Ends a request with a status and what was expected, what was found, what to do. */
final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int status;
  private final transient Problem problem;

  ProblemException(int status, Problem problem) {
    super(problem.sentence());
    this.status = status;
    this.problem = problem;
  }

  int status() {
    return status;
  }

  Problem problem() {
    return problem;
  }
}
