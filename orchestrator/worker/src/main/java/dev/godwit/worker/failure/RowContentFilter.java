package dev.godwit.worker.failure;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/**
 * Keeps row content out of the log. Every log record passes; a database's error in it, be it the
 * logged error or a parameter, is replaced by a {@link RedactedThrowable} copy, since databases
 * quote rows in their messages. Runs before the log's handlers, so that it covers libraries too. It
 * cannot see an error's message that the code has put into a text itself. Thread-safe.
 */
@LoggingFilter(name = RowContentFilter.NAME)
public final class RowContentFilter implements Filter {
  static final String NAME = "row-content";

  @Override
  public boolean isLoggable(LogRecord record) {
    if (record.getThrown() != null) {
      record.setThrown(RedactedThrowable.redact(record.getThrown()));
    }
    Object[] parameters = record.getParameters();
    if (parameters != null) {
      Object[] without = parameters.clone();
      boolean changed = false;
      for (int i = 0; i < without.length; i++) {
        if (without[i] instanceof Throwable error) {
          without[i] = RedactedThrowable.redact(error);
          changed |= without[i] != error;
        }
      }
      if (changed) {
        record.setParameters(without);
      }
    }
    return true;
  }
}
