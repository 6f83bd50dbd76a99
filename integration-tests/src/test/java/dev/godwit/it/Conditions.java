package dev.godwit.it;

import dev.godwit.cli.client.RefusedException;
import dev.godwit.cli.client.UnreachableException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/**
 * Waits for conditions of a running Godwit. A condition is evaluated again where the orchestrator
 * does not answer or its read model is away, which happens while a process is killed; every other
 * exception fails the test at once.
 */
final class Conditions {
  private static final Duration TIMEOUT = Duration.ofMinutes(5);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(50);
  private static final int UNAVAILABLE = 503;

  private Conditions() {}

  /** Returns when the condition holds; fails after five minutes. */
  static void await(String description, Callable<Boolean> condition) {
    Awaitility.await(description)
        .atMost(TIMEOUT)
        .pollDelay(Duration.ZERO)
        .pollInterval(POLL_INTERVAL)
        .ignoreExceptionsMatching(Conditions::isAway)
        .until(condition);
  }

  private static boolean isAway(Throwable failure) {
    return failure instanceof UnreachableException
        || (failure instanceof RefusedException refused && refused.status() == UNAVAILABLE);
  }
}
