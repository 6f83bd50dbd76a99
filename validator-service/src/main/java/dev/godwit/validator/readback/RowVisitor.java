package dev.godwit.validator.readback;

import java.util.List;
import java.util.function.Supplier;

/** Sees each row of a table once. */
@FunctionalInterface
public interface RowVisitor {
  /**
   * One row.
   *
   * @param keyHash hash of its key cells
   * @param rowHash hash of all its cells
   * @param cells makes the cells in canonical form; only good during the call
   */
  void row(long keyHash, long rowHash, Supplier<List<Object>> cells);
}
