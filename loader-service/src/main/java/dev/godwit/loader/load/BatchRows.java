package dev.godwit.loader.load;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Brings the rows of a batch into the target inside the connection's open transaction, and says of
 * each record what came of it. A record's rows stand or fall together. Not thread-safe.
 */
public final class BatchRows {
  private static final String UNIQUE_VIOLATION = "23505";

  private final RunBatch batch;
  private final CopySink sink;
  private final AlreadyThere alreadyThere;

  /** A record that the target does not take. */
  public record Refused(int record, Refusal refusal) {}

  /**
   * What came of the records that were to be loaded; those in neither set are loaded.
   *
   * @param already positions of records that were there already
   * @param refused records that the target does not take, in order
   */
  public record Outcome(BitSet already, List<Refused> refused) {}

  public BatchRows(Connection connection, RunBatch batch) {
    this.batch = batch;
    this.sink = new CopySink(connection, batch);
    this.alreadyThere = new AlreadyThere(connection, batch, sink);
  }

  /**
   * Loads all records of the batch but {@code without}.
   *
   * @throws SQLException any error that is not a row's; the transaction cannot go on
   */
  public Outcome load(BitSet without) throws SQLException {
    BitSet already = new BitSet();
    List<Refused> refused = new ArrayList<>();
    int[] open = open(without, already);
    if (open.length == 0 || wholeBatch(open, already)) {
      return new Outcome(already, refused);
    }
    Bisection.load(
        open(without, already),
        sink,
        (record, why) -> {
          if (isDuplicate(why) && alreadyThere.among(new int[] {record}).get(record)) {
            already.set(record);
          } else {
            refused.add(new Refused(record, Refusal.of(why)));
          }
        });
    return new Outcome(already, refused);
  }

  /** True where all went in; where a key is there already, first finds all that are the same. */
  private boolean wholeBatch(int[] open, BitSet already) throws SQLException {
    try {
      sink.write(open, 0, open.length);
      return true;
    } catch (SQLException e) {
      if (!Refusal.isRow(e)) {
        throw e;
      }
      if (isDuplicate(e)) {
        already.or(alreadyThere.among(open));
      }
      return false;
    }
  }

  private int[] open(BitSet without, BitSet already) {
    int[] open = new int[batch.size()];
    int count = 0;
    for (int record = 0; record < batch.size(); record++) {
      if (!without.get(record) && !already.get(record)) {
        open[count++] = record;
      }
    }
    return Arrays.copyOf(open, count);
  }

  private static boolean isDuplicate(SQLException e) {
    return UNIQUE_VIOLATION.equals(e.getSQLState());
  }
}
