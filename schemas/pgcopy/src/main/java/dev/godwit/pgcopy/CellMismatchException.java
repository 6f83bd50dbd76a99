package dev.godwit.pgcopy;

/**
 * A cell does not fit its column's type, or a row does not fit its table. Poison: the same record
 * never fits, so it is quarantined. The message names table, column and types, never the value.
 */
public final class CellMismatchException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String column;

  /**
   * A mismatch.
   *
   * @param column the cell's column; null where the row as a whole does not fit
   */
  public CellMismatchException(String column, String message) {
    super(message);
    this.column = column;
  }

  /** The cell's column; null where the row as a whole does not fit. */
  public String column() {
    return column;
  }
}
