package dev.godwit.validator.differences;

import dev.godwit.pack.TargetTable;
import java.util.List;

/** Receives every differing key. */
@FunctionalInterface
public interface DifferenceSink {
  /** Kind of a difference. */
  enum Kind {
    /** Only expected: the target lacks the key. */
    MISSING,
    /** Only the target has the key. */
    UNEXPECTED,
    /** Both have the key, with different values. */
    CHANGED,
    /** The target has the key, and a foreign key of its row leads to no row. */
    ORPHANED
  }

  /**
   * One key.
   *
   * @param table table of the target
   * @param key key columns as name=value, joined by comma
   * @param kind kind of the difference
   * @param fields columns that differ, or that lead to no row; empty unless changed or orphaned
   */
  void difference(TargetTable table, String key, Kind kind, List<String> fields);
}
