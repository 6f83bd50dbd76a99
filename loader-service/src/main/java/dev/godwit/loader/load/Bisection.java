package dev.godwit.loader.load;

import java.sql.SQLException;

/**
 * Loads a batch of which some records may be refused: writes it as a whole and, where a row is at
 * fault, its halves, down to the record. {@code k} offenders among {@code n} records cost about
 * {@code k log2 n} refused writes. Stateless.
 */
final class Bisection {
  private Bisection() {}

  /** Is told of each record that cannot be written, even alone. */
  interface Offenders {
    /**
     * @param record position of the record in the batch
     * @param why what the database said
     */
    void refused(int record, SQLException why) throws SQLException;
  }

  /**
   * Writes all records but the offenders.
   *
   * @param records positions in the batch, in order
   * @throws SQLException any error that is not a row's, at once
   */
  static void load(int[] records, RowSink sink, Offenders offenders) throws SQLException {
    if (records.length > 0) {
      load(records, 0, records.length, sink, offenders);
    }
  }

  private static void load(int[] records, int from, int to, RowSink sink, Offenders offenders)
      throws SQLException {
    try {
      sink.write(records, from, to);
    } catch (SQLException e) {
      if (!Refusal.isRow(e)) {
        throw e;
      }
      if (to - from == 1) {
        offenders.refused(records[from], e);
        return;
      }
      int middle = (from + to) >>> 1;
      load(records, from, middle, sink, offenders);
      load(records, middle, to, sink, offenders);
    }
  }
}
