package dev.godwit.loader.rows;

import java.sql.SQLException;

/**
 * A {@code COPY} into a table failed. Its SQLSTATE is that of its cause, which classifies it as a
 * row's fault, retriable or fatal.
 */
public final class CopyFailedException extends SQLException {
  private static final long serialVersionUID = 1L;

  private final String table;
  private final int record;

  CopyFailedException(String table, int record, SQLException cause) {
    super(cause.getMessage(), cause.getSQLState(), cause);
    this.table = table;
    this.record = record;
  }

  /** Table with schema. */
  public String table() {
    return table;
  }

  /** Position in the batch of the first record that the statement was to copy. */
  public int record() {
    return record;
  }
}
