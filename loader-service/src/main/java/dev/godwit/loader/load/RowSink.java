package dev.godwit.loader.load;

import java.sql.SQLException;

/**
 * Takes the rows of records.
 *
 * <p>Contract: {@link #write} is all or nothing. When it throws, none of the records is there, and
 * whatever was written before by the same transaction still is.
 */
interface RowSink {
  /**
   * Writes the records {@code records[from]} to {@code records[to - 1]}, each with all its rows.
   *
   * @throws SQLException whose class says whether a row is at fault
   */
  void write(int[] records, int from, int to) throws SQLException;
}
