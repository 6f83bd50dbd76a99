package dev.godwit.wire;

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
final class RegistryRetry {
  private static final Logger LOG = System.getLogger(RegistryRetry.class.getName());

  /** In the names of the packages in which either client keeps the errors of its requests. */
  private static final String REST_CLIENT = ".rest.";

  /** How Confluent's client says 404, 40401 and 40403. */
  private static final String CONFLUENT_NOT_FOUND = "error code: 404";

  private static final String AVRO = "org.apache.avro.";

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private RegistryRetry() {}

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

  /**
   * True where the network or the server failed, false where the registry said that it has no such
   * schema, or where the error is not about the registry at all.
   */
  static boolean unreachable(Throwable error) {
    boolean failed = false;
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (saysNotFound(cause) || isOfTheValue(cause)) {
        return false;
      }
      failed |=
          cause instanceof IOException
              || cause instanceof UncheckedIOException
              || cause instanceof TimeoutException
              || cause.getClass().getName().contains(REST_CLIENT);
    }
    return failed;
  }

  /** The client decodes the value too: that its bytes end too early is an IOException as well. */
  private static boolean isOfTheValue(Throwable cause) {
    StackTraceElement[] trace = cause.getStackTrace();
    return trace.length > 0 && trace[0].getClassName().startsWith(AVRO);
  }

  private static boolean saysNotFound(Throwable cause) {
    String message = cause.getMessage();
    return cause.getClass().getSimpleName().contains("NotFound")
        || (message != null && message.contains(CONFLUENT_NOT_FOUND));
  }
}
