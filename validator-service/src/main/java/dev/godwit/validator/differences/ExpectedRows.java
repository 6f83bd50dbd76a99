package dev.godwit.validator.differences;

import dev.godwit.pack.TargetTable;
import java.util.List;

/**
 * The rows that the new system should hold: what the transformer wrote, less what the loader
 * quarantined.
 *
 * <p><b>Contract</b>: every call shows the same rows, each as often as it was written, in any
 * order; the cells are in canonical form and only good during the call.
 */
public interface ExpectedRows {
  /** Sees each expected row. */
  @FunctionalInterface
  interface Visitor {
    /** One row's cells in the pack's column order. */
    void row(List<?> cells);
  }

  /**
   * Shows every expected row of a table to the visitor.
   *
   * @throws ExpectedRowsLostException fatal: they are no longer in Kafka
   */
  void forEach(TargetTable table, Visitor visitor);
}
