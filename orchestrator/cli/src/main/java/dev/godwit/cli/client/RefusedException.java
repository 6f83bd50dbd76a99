package dev.godwit.cli.client;

import dev.godwit.api.Problem;

/** The orchestrator refused a request; {@link #status} says whether a retry can help. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int status;
  private final transient Problem problem;

  RefusedException(int status, Problem problem) {
    super(problem.sentence());
    this.status = status;
    this.problem = problem;
  }

  /**
   * HTTP status: 401 no identity has the token, 403 the identity may not do it, 404 no such
   * migration, 400 the request was wrong, 503 the read model or Kafka is away (retriable).
   */
  public int status() {
    return status;
  }

  /** The reason and the remedy. */
  public Problem problem() {
    return problem;
  }
}
