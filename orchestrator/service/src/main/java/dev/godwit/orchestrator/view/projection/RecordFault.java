package dev.godwit.orchestrator.view.projection;

import dev.godwit.wire.UnreadableRecordException;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.util.Set;
import org.hibernate.StaleStateException;

/**
 * Tells a record that cannot be projected from a database that is away: the one will never do, the
 * other comes back. What is not known to be the record's fault is the surroundings'.
 */
final class RecordFault {
  /** SQLSTATE classes: data exception, integrity violation, a limit of the database passed. */
  private static final Set<String> OF_THE_VALUE = Set.of("22", "23", "54");

  private RecordFault() {}

  /** Whether trying again can never help. */
  static boolean is(Throwable failure) {
    boolean record = false;
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLException e) {
        String state = e.getSQLState();
        return state != null && state.length() == 5 && OF_THE_VALUE.contains(state.substring(0, 2));
      }
      if (t instanceof StaleStateException || t instanceof OptimisticLockException) {
        return false;
      }
      record |= t instanceof CannotProjectException || t instanceof PersistenceException;
    }
    return record;
  }

  /** What it was, without a value: kind, SQLSTATE or place. */
  static String sentence(Throwable failure) {
    Throwable last = failure;
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLException e) {
        return "The database refuses it (%s, SQLSTATE %s)."
            .formatted(e.getClass().getSimpleName(), e.getSQLState());
      }
      if (t instanceof UnreadableRecordException e) {
        return e.getMessage();
      }
      last = t;
    }
    StackTraceElement[] trace = last.getStackTrace();
    return "%s at %s."
        .formatted(
            last.getClass().getSimpleName(),
            trace.length == 0
                ? "an unknown place"
                : trace[0].getClassName() + ":" + trace[0].getLineNumber());
  }

  /** A record cannot be read, or a projection failed on it by itself. */
  static final class CannotProjectException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CannotProjectException(Exception cause) {
      super(cause);
    }
  }
}
