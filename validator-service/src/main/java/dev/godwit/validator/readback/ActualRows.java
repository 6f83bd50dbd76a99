package dev.godwit.validator.readback;

import dev.godwit.pack.TargetTable;
import dev.godwit.pgcopy.CopyFormatException;
import java.sql.SQLException;

/**
 * The customer's rows in the new system.
 *
 * <p><b>Contract</b>: every call sees the same rows, each exactly once, in any order.
 */
public interface ActualRows {
  /**
   * Shows every row of a table to the visitor.
   *
   * @throws SQLException retriable where the database went away
   * @throws CopyFormatException fatal
   */
  void forEach(TargetTable table, RowVisitor visitor) throws SQLException;
}
