package dev.godwit.validator.ledger;

import dev.godwit.receipt.v1.Receipt;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Memory of {@link ReceiptBook} between two receipts.
 *
 * <p><b>Contract</b>: a change is kept in the same transaction as the receipt's offset, or not at
 * all; ranges of one line are ordered by their first offset; for one thread.
 */
public interface LedgerStore {
  /** The booked receipt with exactly this range. */
  Optional<SeenReceipt> seen(ReceiptRange range);

  /** The receipt on the same line with the greatest first offset below this range's. */
  Optional<SeenReceipt> before(ReceiptRange range);

  /** First offset of the receipt on the same line that follows this range. */
  Optional<Long> nextOffset(ReceiptRange range);

  /** Keeps the receipt of a range. */
  void putSeen(ReceiptRange range, SeenReceipt seen);

  /** Sum so far of a line. */
  Optional<Receipt> sum(ReceiptRange.Line line);

  /** Replaces the sum of a line. */
  void putSum(ReceiptRange.Line line, Receipt sum);

  /** Sums of all lines of a run, in any order. */
  List<Receipt> sums(String runId);

  /** Offset below which a line is closed: all its ranges are booked and dropped. Empty for none. */
  Optional<Long> closedUpTo(ReceiptRange.Line line);

  /** Closes a line below an offset and drops the ranges that begin there. */
  void close(ReceiptRange.Line line, long toOffset);

  /** Sums of a line that were frozen at cuts, by number of the cut. */
  SortedMap<Integer, Receipt> frozen(ReceiptRange.Line line);

  /** Replaces the sum of a line that was frozen at a cut. */
  void putFrozen(ReceiptRange.Line line, int cut, Receipt sum);

  /** Drops the sums of a line that were frozen at a cut or an earlier one. */
  void dropFrozen(ReceiptRange.Line line, int cut);

  /** Receipts of the run that contradicted another. */
  long conflicts(String runId);

  /** Replaces the number of contradictions of a run. */
  void putConflicts(String runId, long conflicts);
}
