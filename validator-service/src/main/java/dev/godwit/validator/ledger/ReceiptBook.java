package dev.godwit.validator.ledger;

import dev.godwit.receipt.v1.Receipt;
import java.util.Optional;

/**
 * Books receipts, each range once. A repeated receipt changes nothing; one that contradicts another
 * (same range, other content; or ranges that overlap) is not added but counted, and no run with
 * such a count is reconciled. Not thread-safe, as its store is not.
 */
public final class ReceiptBook {
  /** What became of a receipt. */
  public enum Outcome {
    /** Its range was new; it is in the sum. */
    BOOKED,
    /** The same was booked before; nothing changed. */
    REPEATED,
    /** It contradicts what was booked before; the run cannot be reconciled. */
    CONFLICTING
  }

  private final LedgerStore store;

  /** A book over a store that outlives it. */
  public ReceiptBook(LedgerStore store) {
    this.store = store;
  }

  /** Books a receipt. */
  public Outcome book(Receipt receipt) {
    ReceiptRange range = ReceiptRange.of(receipt);
    SeenReceipt now = SeenReceipt.of(receipt);
    Optional<SeenReceipt> same = store.seen(range);
    if (same.isPresent()) {
      return same.get().equals(now) ? Outcome.REPEATED : conflict(range);
    }
    if (overlaps(range, receipt.getToOffset())) {
      return conflict(range);
    }
    store.putSeen(range, now);
    store.putSum(
        range.line(),
        store
            .sum(range.line())
            .map(sum -> ReceiptSum.plus(sum, receipt))
            .orElseGet(() -> ReceiptSum.of(receipt)));
    return Outcome.BOOKED;
  }

  /** A range without offsets, as of an extractor's cut, overlaps with nothing. */
  private boolean overlaps(ReceiptRange range, long toOffset) {
    if (toOffset <= range.fromOffset()) {
      return false;
    }
    return store.before(range).filter(b -> b.toOffset() > range.fromOffset()).isPresent()
        || store.nextOffset(range).filter(next -> next < toOffset).isPresent();
  }

  private Outcome conflict(ReceiptRange range) {
    store.putConflicts(range.runId(), store.conflicts(range.runId()) + 1);
    return Outcome.CONFLICTING;
  }
}
