package dev.godwit.worker.failure;

import dev.godwit.records.SqlStateClass;
import java.sql.SQLException;

/**
 * A database has been full or read-only for so long that a person has to look ({@link
 * SqlStateClass#needsPerson}): no longer retriable, so that a live run is held with the reason.
 */
public final class WaitedTooLongException extends SQLException {
  private static final long serialVersionUID = 1L;

  public WaitedTooLongException(SQLException cause) {
    super(cause.getMessage(), cause.getSQLState(), cause);
  }
}
