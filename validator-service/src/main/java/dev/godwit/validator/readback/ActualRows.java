package dev.godwit.validator.readback;

import dev.godwit.pack.TargetTable;
import dev.godwit.pgcopy.CopyFormatException;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;

/**
 * The customer's rows in the target.
 *
 * <p><b>Contract</b>: every call sees the same rows, each exactly once, in any order.
 */
public interface ActualRows {
  /** Receives each row of a table once. */
  @FunctionalInterface
  interface Visitor {
    /**
     * One row.
     *
     * @param keyHash hash of its key cells
     * @param rowHash hash of all its cells
     * @param cells makes the cells in canonical form; only good during the call
     */
    void row(long keyHash, long rowHash, Supplier<List<Object>> cells);
  }

  /**
   * Passes every row of a table to the visitor.
   *
   * @throws SQLException retriable where the database went away
   * @throws CopyFormatException fatal
   */
  void forEach(TargetTable table, Visitor visitor) throws SQLException;
}
