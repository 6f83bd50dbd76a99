package dev.godwit.validator.verdict;

import dev.godwit.canonical.BucketDigest;
import dev.godwit.pack.TargetTable;
import dev.godwit.receipt.v1.Ledger;
import dev.godwit.receipt.v1.TableDigest;
import dev.godwit.validator.readback.LiveTotals;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Compares one table with the loader's receipts.
 *
 * @param expected digest from the load receipts
 * @param found digest of the rows read back
 */
public record TableComparison(TargetTable table, BucketDigest expected, BucketDigest found) {
  /**
   * Compares a table with a ledger and the loader's totals of live engagement.
   *
   * @param live totals in the snapshot of the rows; null where the ledger has no live engagement
   * @param found digest of the rows read back
   */
  public static TableComparison of(
      Ledger ledger, LiveTotals live, TargetTable table, BucketDigest found) {
    BucketDigest expected = new BucketDigest();
    for (TableDigest digest : ledger.getTables()) {
      if (digest.getTable() == table.index()) {
        expected = BucketDigest.fromBytes(digest.getBuckets().duplicate(), digest.getRows());
      }
    }
    if (live != null) {
      expected.merge(live.digest(table.index()));
    }
    return new TableComparison(table, expected, found);
  }

  /** Buckets to open: those that differ, or all where only the numbers of rows differ. */
  public List<Integer> bucketsToOpen() {
    List<Integer> differing = expected.differing(found);
    if (differing.isEmpty() && expected.rows() != found.rows()) {
      return IntStream.range(0, BucketDigest.BUCKETS).boxed().toList();
    }
    return differing;
  }

  /** True where the number of rows and all buckets are the same. */
  public boolean same() {
    return bucketsToOpen().isEmpty();
  }
}
