package dev.godwit.loader.rows;

import dev.godwit.loader.reference.FoundIds;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Writes the rows of a batch inside the connection's open transaction, and gives the outcome of
 * each record. All rows of a record are written or none. Not thread-safe.
 */
public final class RowLoader {
  private final Connection connection;
  private final EncodedBatch batch;
  private final CopySink sink;
  private final StoredRows storedRows;
  private final FoundIds foundIds;

  /** A record that the target refuses. */
  public record Refused(int record, Refusal refusal) {}

  /**
   * The outcome of the records; those in neither set are loaded.
   *
   * @param held positions of records that the target held already
   * @param refused records that the target refuses, in order
   */
  public record Outcome(BitSet held, List<Refused> refused) {}

  /**
   * Writes a batch by a connection without auto-commit, inside its open transaction.
   *
   * @param foundIds ids that were found in the same transaction
   */
  public RowLoader(Connection connection, EncodedBatch batch, FoundIds foundIds) {
    this.foundIds = foundIds;
    this.connection = connection;
    this.batch = batch;
    this.sink = new CopySink(connection, batch);
    this.storedRows = new StoredRows(connection, batch, sink);
  }

  /**
   * Loads all records of the batch but {@code without}.
   *
   * @throws SQLException any error that is not a row's; the transaction cannot go on
   */
  public Outcome load(BitSet without) throws SQLException {
    BitSet held = new BitSet();
    List<Refused> refused = new ArrayList<>();
    RecordIds ids = new RecordIds(connection, batch, foundIds);
    ids.assign(open(without, held, refused), held, refused);
    int[] open = open(without, held, refused);
    if (open.length == 0 || wholeBatch(open, held)) {
      return new Outcome(held, refused);
    }
    Bisection.load(
        open(without, held, refused),
        sink,
        (record, why) -> {
          if (Refusal.isDuplicate(why) && storedRows.among(new int[] {record}).get(record)) {
            held.set(record);
          } else {
            refused.add(new Refused(record, Refusal.of(why)));
          }
        });
    return new Outcome(held, ids.release(held, refused));
  }

  /** True where all are written; after a duplicate key, finds the records that are held already. */
  private boolean wholeBatch(int[] open, BitSet held) throws SQLException {
    try {
      sink.write(open, 0, open.length);
      return true;
    } catch (SQLException e) {
      if (!Refusal.isRow(e)) {
        throw e;
      }
      if (Refusal.isDuplicate(e)) {
        held.or(storedRows.among(open));
      }
      return false;
    }
  }

  private int[] open(BitSet without, BitSet held, List<Refused> refused) {
    BitSet closed = (BitSet) without.clone();
    closed.or(held);
    refused.forEach(one -> closed.set(one.record()));
    int[] open = new int[batch.size()];
    int count = 0;
    for (int record = 0; record < batch.size(); record++) {
      if (!closed.get(record)) {
        open[count++] = record;
      }
    }
    return Arrays.copyOf(open, count);
  }
}
