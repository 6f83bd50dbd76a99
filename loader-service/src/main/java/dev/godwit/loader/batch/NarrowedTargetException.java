package dev.godwit.loader.batch;

import dev.godwit.loader.targetdb.NarrowedColumn;

/**
 * The target refuses values that fitted when the run was checked: a column has become shorter
 * meanwhile. No row is at fault, so nothing is quarantined; fatal until the column is widened.
 */
public final class NarrowedTargetException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient NarrowedColumn column;
  private final int firstRecord;
  private final int records;

  /**
   * @param firstRecord position in the batch of the first record that is refused
   * @param records how many records of the batch are refused
   */
  NarrowedTargetException(NarrowedColumn column, int firstRecord, int records) {
    super(
        "Expected %s of %s to take %s, as when the run began, found a limit of %d characters. Records of the batch that are too long: %d."
            .formatted(
                column.column(),
                column.table(),
                column.was() == null
                    ? "texts of any length"
                    : "texts of " + column.was() + " characters",
                column.is(),
                records));
    this.column = column;
    this.firstRecord = firstRecord;
    this.records = records;
  }

  /** Table with schema, quoted. */
  public String table() {
    return column.table();
  }

  int firstRecord() {
    return firstRecord;
  }

  int records() {
    return records;
  }
}
