package dev.godwit.validator.verdict;

import dev.godwit.canonical.BucketDigest;
import dev.godwit.pack.TargetTable;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Compares one table with the loader's receipts.
 *
 * @param expected digest from the load receipts
 * @param found digest of the rows read back
 */
public record TableComparison(TargetTable table, BucketDigest expected, BucketDigest found) {
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
