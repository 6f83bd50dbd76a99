package dev.godwit.loader.rows;

import dev.godwit.loader.reference.FoundIds;
import dev.godwit.loader.rows.OffenderSearch.Offender;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
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
    this(connection, batch, foundIds, false);
  }

  /**
   * As above.
   *
   * @param keysAreChecked whether the rows are written without the database's own check of foreign
   *     keys, as {@link SetwiseKeys} decides
   */
  public RowLoader(
      Connection connection, EncodedBatch batch, FoundIds foundIds, boolean keysAreChecked) {
    this.foundIds = foundIds;
    this.connection = connection;
    this.batch = batch;
    this.sink = new CopySink(connection, batch, keysAreChecked);
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
    int[] rest = open(without, held, refused);
    boolean isWritten = rest.length == 0 || (rest.length < open.length && isWritten(rest));
    if (!isWritten && !withoutOffenders(rest, held, refused)) {
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
    }
    refused.sort(Comparator.comparingInt(Refused::record));
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

  private boolean isWritten(int[] records) throws SQLException {
    try {
      sink.write(records, 0, records.length);
      return true;
    } catch (SQLException e) {
      if (!Refusal.isRow(e)) {
        throw e;
      }
      return false;
    }
  }

  /**
   * Writes all records but those that constraints refuse, which are found at once. False where they
   * do not explain why the target refuses the batch: then none is written, and of them only those
   * are refused that are so whatever others there are.
   */
  private boolean withoutOffenders(int[] records, BitSet held, List<Refused> refused)
      throws SQLException {
    if (records.length < 2) {
      return false;
    }
    List<Offender> offenders = new OffenderSearch(connection, batch, sink).among(records);
    if (offenders.isEmpty()) {
      return false;
    }
    BitSet out = new BitSet();
    offenders.forEach(one -> out.set(one.record()));
    if (!isWritten(Arrays.stream(records).filter(record -> !out.get(record)).toArray())) {
      offenders.stream().filter(Offender::byItself).forEach(one -> refused.add(one.refused()));
      return false;
    }
    int[] duplicates =
        offenders.stream().filter(Offender::isDuplicate).mapToInt(Offender::record).toArray();
    BitSet there = duplicates.length == 0 ? new BitSet() : storedRows.among(duplicates);
    held.or(there);
    offenders.stream()
        .filter(one -> !there.get(one.record()))
        .forEach(one -> refused.add(one.refused()));
    return true;
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
