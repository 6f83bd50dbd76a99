package dev.godwit.serdes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.InterruptException;

/** Waits while the registry cannot be reached, and says so once; every other error is thrown. */
final class RegistryPatience {
  private static final Logger LOG = System.getLogger(RegistryPatience.class.getName());
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private RegistryPatience() {}

  static <T> T whileUnreachable(Supplier<T> ask) {
    boolean said = false;
    while (true) {
      try {
        T answer = ask.get();
        if (said) {
          LOG.log(Level.INFO, "The schema registry is back.");
        }
        return answer;
      } catch (RuntimeException e) {
        if (!unreachable(e)) {
          throw e;
        }
        if (!said) {
          LOG.log(Level.WARNING, "The schema registry cannot be reached; waiting for it. " + e);
          said = true;
        }
        LockSupport.parkNanos(PAUSE.toNanos());
        if (Thread.interrupted()) {
          throw new InterruptException("Interrupted while waiting for the schema registry.");
        }
      }
    }
  }

  /** True where the network or the server failed, false where the registry gave an answer. */
  static boolean unreachable(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException
          || cause instanceof UncheckedIOException
          || cause instanceof TimeoutException) {
        return true;
      }
    }
    return false;
  }
}
