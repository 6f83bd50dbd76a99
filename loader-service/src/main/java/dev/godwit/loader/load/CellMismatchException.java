package dev.godwit.loader.load;

/**
 * A record's cell does not have the form that its column's type asks for. Poison: the same record
 * never fits, so it is quarantined. The message names table, column and types, never the value.
 */
public final class CellMismatchException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String column;

  CellMismatchException(String column, String message) {
    super(message);
    this.column = column;
  }

  /** Column that the cell is for; null where the row as a whole does not fit. */
  public String column() {
    return column;
  }
}
