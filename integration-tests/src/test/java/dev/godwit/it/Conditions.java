package dev.godwit.it;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** Waits for conditions, never for a time; the patience is only for tests that fail. */
final class Conditions {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(25);

  private Conditions() {}

  /** Waits until it is so; who cannot be asked just now is asked again. */
  static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what)
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(BETWEEN_LOOKS)
        .ignoreExceptions()
        .until(condition);
  }
}
