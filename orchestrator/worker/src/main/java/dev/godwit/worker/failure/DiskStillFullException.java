package dev.godwit.worker.failure;

import java.sql.SQLException;

/**
 * The disk of a database has been full for so long that a person has to look: no longer retriable,
 * so that a live run is held with the reason.
 */
public final class DiskStillFullException extends SQLException {
  private static final long serialVersionUID = 1L;

  public DiskStillFullException(SQLException cause) {
    super(cause.getMessage(), cause.getSQLState(), cause);
  }
}
