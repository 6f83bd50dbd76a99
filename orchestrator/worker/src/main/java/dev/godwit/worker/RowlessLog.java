package dev.godwit.worker;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/**
 * Lets every record of the log pass, without what a database's error quotes of a row: neither the
 * error logged with it nor one among its parameters has its message printed. It stands before the
 * log's handlers, so that it holds for libraries too, and for what nobody thought of. What somebody
 * made a text of himself it cannot see. Thread-safe.
 */
@LoggingFilter(name = RowlessLog.NAME)
public final class RowlessLog implements Filter {
  static final String NAME = "rowless";

  @Override
  public boolean isLoggable(LogRecord record) {
    if (record.getThrown() != null) {
      record.setThrown(RowlessStack.of(record.getThrown()));
    }
    Object[] parameters = record.getParameters();
    if (parameters != null) {
      Object[] without = parameters.clone();
      boolean changed = false;
      for (int i = 0; i < without.length; i++) {
        if (without[i] instanceof Throwable error) {
          without[i] = RowlessStack.of(error);
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
