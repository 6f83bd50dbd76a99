package dev.godwit.validator.differences;

import dev.godwit.pack.TargetTable;
import java.util.List;

/**
 * The rows that the target should hold: the transformer's rows without those that the loader
 * quarantined.
 *
 * <p><b>Contract</b>: every call passes the same rows, each as often as it was written, in any
 * order; the cells are in canonical form and only good during the call.
 */
public interface ExpectedRows {
  /** Receives each expected row. */
  @FunctionalInterface
  interface Visitor {
    /** One row's cells in the pack's column order. */
    void row(List<?> cells);
  }

  /**
   * Passes every expected row of a table to the visitor.
   *
   * @throws ExpectedRowsLostException fatal: the rows are no longer in Kafka
   */
  void forEach(TargetTable table, Visitor visitor);
}
