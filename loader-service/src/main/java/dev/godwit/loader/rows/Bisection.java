package dev.godwit.loader.rows;

import java.sql.SQLException;

/**
 * Loads records of which the database may refuse some: writes them together and, where a row is at
 * fault, in halves, down to the record. {@code k} refused records among {@code n} cost about {@code
 * k log2 n} refused writes. Stateless.
 */
public final class Bisection {
  private Bisection() {}

  /**
   * Writes records.
   *
   * <p>Contract: {@link #write} is all or nothing. When it throws, none of the records is there,
   * and everything that was written before by the same transaction still is.
   */
  @FunctionalInterface
  public interface Sink {
    /**
     * Writes the records {@code records[from]} to {@code records[to - 1]}, each with all its rows.
     *
     * @throws SQLException whose class says whether a row is at fault
     */
    void write(int[] records, int from, int to) throws SQLException;
  }

  /** Receives each record that cannot be written, even alone. */
  @FunctionalInterface
  public interface Refusals {
    /**
     * Receives one.
     *
     * @param record position of the record in the batch
     * @param why the database's error
     */
    void refused(int record, SQLException why) throws SQLException;
  }

  /**
   * Writes all records but those that are refused.
   *
   * @param records positions in the batch, in order
   * @throws SQLException any error that is not a row's, at once
   */
  public static void load(int[] records, Sink sink, Refusals refusals) throws SQLException {
    if (records.length > 0) {
      load(records, 0, records.length, sink, refusals);
    }
  }

  private static void load(int[] records, int from, int to, Sink sink, Refusals refusals)
      throws SQLException {
    try {
      sink.write(records, from, to);
    } catch (SQLException e) {
      if (!Refusal.isRow(e)) {
        throw e;
      }
      if (to - from == 1) {
        refusals.refused(records[from], e);
        return;
      }
      int middle = (from + to) >>> 1;
      load(records, from, middle, sink, refusals);
      load(records, middle, to, sink, refusals);
    }
  }
}
