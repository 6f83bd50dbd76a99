package dev.godwit.loader.rows;

import dev.godwit.loader.reference.FoundIds;
import dev.godwit.loader.reference.ParentCheck;
import dev.godwit.loader.targetdb.RunTarget;
import dev.godwit.pgcopy.CellMismatchException;
import dev.godwit.records.Entity;
import dev.godwit.row.v1.TableRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Writes what the target lacks of records that were read again, inside the connection's open
 * transaction: rows that are there are left, rows that are missing are written, and rows whose
 * fields differ are replaced where that is asked for. A record that the loader has in quarantine is
 * written as a whole or not at all, and never over another record's rows. Not thread-safe.
 */
public final class RowRepair {
  private final Connection connection;
  private final RunTarget target;
  private final boolean replace;

  /** The fate of a record. */
  public enum Fate {
    /** Rows of it were written or replaced. */
    WRITTEN,
    /** Nothing of it was missing. */
    PRESENT,
    /** It cannot be written: its rows are not taken, its parent or its place is missing. */
    REFUSED
  }

  /**
   * @param replace whether rows whose fields differ are replaced
   */
  public RowRepair(Connection connection, RunTarget target, boolean replace) {
    this.connection = connection;
    this.target = target;
    this.replace = replace;
  }

  /**
   * Repairs.
   *
   * @param batch the records, encoded
   * @param entity their entity
   * @param rows the same records' rows, by position in the batch
   * @param quarantined positions of records that the loader has in quarantine
   * @return what became of each record, by position
   * @throws SQLException any error that is not a row's; the transaction cannot go on
   */
  public Fate[] repair(
      EncodedBatch batch, Entity entity, List<List<TableRow>> rows, BitSet quarantined)
      throws SQLException {
    Fate[] fates = new Fate[batch.size()];
    Arrays.fill(fates, Fate.PRESENT);
    RowStates states = new RowStates(connection, batch, replace);
    states.find();
    for (int record = 0; record < fates.length; record++) {
      if (quarantined.get(record) && states.differs(record)) {
        fates[record] = Fate.REFUSED;
      }
    }
    writeMissing(batch, entity, rows, states, fates);
    if (replace) {
      replaceDifferent(batch, states, fates);
    }
    return fates;
  }

  private void writeMissing(
      EncodedBatch all, Entity entity, List<List<TableRow>> rows, RowStates states, Fate[] fates)
      throws SQLException {
    EncodedBatch missing = new EncodedBatch(target);
    List<Integer> records = new ArrayList<>();
    for (int record = 0; record < all.size(); record++) {
      if (fates[record] == Fate.PRESENT && states.lacks(record)) {
        add(missing, entity, missing(rows.get(record), record, states));
        records.add(record);
      }
    }
    BitSet without = new BitSet();
    FoundIds foundIds = new FoundIds();
    states.addTo(foundIds);
    for (ParentCheck.Broken broken :
        ParentCheck.find(connection, target, missing.references(), missing::position, foundIds)) {
      without.set(broken.record());
      fates[records.get(broken.record())] = Fate.REFUSED;
    }
    TreeLoader.Outcome outcome = new TreeLoader(connection, missing, foundIds).load(without);
    outcome.broken().forEach(broken -> fates[records.get(broken.record())] = Fate.REFUSED);
    outcome.refused().forEach(refused -> fates[records.get(refused.record())] = Fate.REFUSED);
    for (int i = 0; i < records.size(); i++) {
      if (fates[records.get(i)] == Fate.PRESENT && !outcome.held().get(i)) {
        fates[records.get(i)] = Fate.WRITTEN;
      }
    }
  }

  /** Rows that were encoded once can be encoded again. */
  private static void add(EncodedBatch batch, Entity entity, List<TableRow> rows) {
    try {
      batch.add(entity, rows);
    } catch (CellMismatchException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<TableRow> missing(List<TableRow> rows, int record, RowStates states) {
    int[] seen = new int[rows.stream().mapToInt(TableRow::getTable).max().orElse(0) + 1];
    List<TableRow> missing = new ArrayList<>();
    for (TableRow row : rows) {
      if (states.isMissing(record, row.getTable(), seen[row.getTable()]++)) {
        missing.add(row);
      }
    }
    return missing;
  }

  private void replaceDifferent(EncodedBatch all, RowStates states, Fate[] fates)
      throws SQLException {
    int[] records = new int[all.size()];
    int count = 0;
    for (int record = 0; record < all.size(); record++) {
      if (fates[record] != Fate.REFUSED && states.differs(record)) {
        records[count++] = record;
        fates[record] = Fate.WRITTEN;
      }
    }
    Bisection.load(
        Arrays.copyOf(records, count),
        new RowReplacer(connection, all, states),
        (record, why) -> fates[record] = Fate.REFUSED);
  }
}
