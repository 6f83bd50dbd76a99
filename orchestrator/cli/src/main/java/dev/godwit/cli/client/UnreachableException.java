package dev.godwit.cli.client;

import dev.godwit.api.Problem;
import java.net.URI;

/** Nothing answers at the orchestrator's address. Retriable. */
public final class UnreachableException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient Problem problem;

  UnreachableException(URI address, Exception cause) {
    super("The orchestrator does not answer at " + address + ".", cause);
    String found =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    if (cause instanceof java.net.ConnectException) {
      found = "nothing listens there";
    } else if (cause instanceof java.net.http.HttpTimeoutException) {
      found = "no answer in time";
    }
    problem =
        new Problem(
            "an orchestrator at " + address,
            found,
            "Start it with ./godwit up, or name another with --url or GODWIT_ORCHESTRATOR.");
  }

  /** The reason and the remedy. */
  public Problem problem() {
    return problem;
  }
}
