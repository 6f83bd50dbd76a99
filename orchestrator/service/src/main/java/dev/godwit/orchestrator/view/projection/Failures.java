package dev.godwit.orchestrator.view.projection;

import dev.godwit.records.SqlStateClass;
import dev.godwit.wire.UnreadableRecordException;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import org.apache.kafka.common.KafkaException;
import org.hibernate.StaleStateException;

/**
 * Classifies failures of the read model: a record at fault is skipped, since no retry can project
 * it; every other failure is an outage, which is retried.
 */
final class Failures {
  private Failures() {}

  /** True where the record is at fault, so that no retry can help. */
  static boolean isRecordAtFault(Throwable failure) {
    boolean record = false;
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLException e) {
        return SqlStateClass.of(e.getSQLState()).fault() == SqlStateClass.Fault.ROW;
      }
      if (t instanceof StaleStateException || t instanceof OptimisticLockException) {
        return false;
      }
      record |= t instanceof RecordAtFaultException || t instanceof PersistenceException;
    }
    return record;
  }

  /** The fault of a record without a value of it: kind, SQLSTATE or place. */
  static String recordFault(Throwable failure) {
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

  /** An outage as a sentence: the thing that is unavailable, and that it is retried. */
  static String outage(Throwable failure) {
    for (Throwable t = failure; t != null && t != t.getCause(); t = t.getCause()) {
      if (t instanceof SQLException e) {
        return "Its database is unavailable or refuses (%s, SQLSTATE %s). It retries by itself."
            .formatted(firstLine(e), e.getSQLState());
      }
      if (t instanceof KafkaException e) {
        return "Kafka is unavailable (%s). It retries by itself.".formatted(firstLine(e));
      }
    }
    return "%s: %s It retries by itself."
        .formatted(failure.getClass().getSimpleName(), firstLine(failure));
  }

  private static String firstLine(Throwable t) {
    String message = t.getMessage();
    return message == null ? t.getClass().getSimpleName() : message.lines().findFirst().orElse("");
  }

  /** A record cannot be read, or its projection failed by itself. Poison. */
  static final class RecordAtFaultException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RecordAtFaultException(Exception cause) {
      super(cause);
    }
  }
}
