package dev.godwit.validator.differences;

import dev.godwit.pack.TargetTable;
import java.util.List;

/** Takes every differing key. */
@FunctionalInterface
public interface DifferenceSink {
  /** In what way a key differs. */
  enum Kind {
    /** The new system lacks it. */
    MISSING,
    /** Only the new system has it. */
    UNEXPECTED,
    /** Both have it, with other values. */
    CHANGED
  }

  /**
   * One key.
   *
   * @param table where
   * @param key key columns as name=value, joined by comma
   * @param kind in what way
   * @param fields columns that differ; empty unless changed
   */
  void difference(TargetTable table, String key, Kind kind, List<String> fields);
}
