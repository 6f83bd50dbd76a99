package dev.godwit.validator.ledger;

import dev.godwit.common.v1.Stage;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Books receipts, each range once. A repeated receipt changes nothing. A receipt that contradicts
 * another (same range and other content, or overlapping ranges) is counted and not added, and no
 * run with such a count is reconciled. Sums of live engagement, whose receipts never end, are
 * frozen at the markers of each cut; the gains of replays are not, because they stand behind no
 * marker. For one thread.
 */
public final class ReceiptBook {
  /** Outcome of booking a receipt. */
  public enum Outcome {
    /** Its range was new; it is in the sum. */
    BOOKED,
    /** The same receipt was booked before; nothing changed. */
    REPEATED,
    /** It contradicts a booked receipt; the run cannot be reconciled. */
    CONFLICTING
  }

  private final LedgerStore store;

  /** A book over a store that outlives it. */
  public ReceiptBook(LedgerStore store) {
    this.store = store;
  }

  /** Books a receipt. */
  public Outcome book(Receipt receipt) {
    if (Entities.of(receipt).equals(Entity.LIVE) && receipt.getStage() == Stage.EXTRACT) {
      // Says that a cut was written. All cuts have one range, and count nothing.
      return Outcome.BOOKED;
    }
    ReceiptRange range = ReceiptRange.of(receipt);
    long closed = store.closedUpTo(range.line()).orElse(Long.MIN_VALUE);
    if (receipt.getToOffset() <= closed) {
      return Outcome.REPEATED;
    }
    SeenReceipt now = SeenReceipt.of(receipt);
    Optional<SeenReceipt> same = store.seen(range);
    if (same.isPresent()) {
      return same.get().equals(now) ? Outcome.REPEATED : conflict(range);
    }
    if (range.fromOffset() < closed || overlaps(range, receipt.getToOffset())) {
      return conflict(range);
    }
    store.putSeen(range, now);
    Receipt added =
        Entities.of(receipt).equals(Entity.LIVE)
            ? Receipt.newBuilder(receipt).setTables(List.of()).build()
            : receipt;
    Receipt sum =
        store
            .sum(range.line())
            .map(before -> ReceiptSum.plus(before, added))
            .orElseGet(() -> ReceiptSum.of(added));
    store.putSum(range.line(), sum);
    return Entities.of(receipt).equals(Entity.LIVE) && !range.line().isOfReplay()
        ? freeze(range, added, sum)
        : Outcome.BOOKED;
  }

  /**
   * Sums of live engagement of a run, as they stood at the markers of a cut, and all gains of
   * replays. A replay ends before the next cut is ordered, and none begins while a cut is under
   * way; so the gains that are booked when the cut's ledger is complete are those before the cut.
   */
  public List<Receipt> frozenAt(String runId, int cut) {
    List<Receipt> frozen = new ArrayList<>();
    for (Receipt sum : store.sums(runId)) {
      if (Entities.of(sum).equals(Entity.LIVE)) {
        ReceiptRange.Line line = ReceiptRange.of(sum).line();
        Receipt atCut = line.isOfReplay() ? sum : store.frozen(line).get(cut);
        if (atCut != null) {
          frozen.add(atCut);
        }
      }
    }
    return frozen;
  }

  /**
   * Drops the state that only a cut with a ledger needed. The sums and the ends of the ranges stay,
   * so that a repeated receipt is recognised for ever. The ranges of replays stay too: they are
   * few, and a later replay's receipts must never count as repeated.
   */
  public void settle(String runId, int cut) {
    for (Receipt sum : store.sums(runId)) {
      ReceiptRange.Line line = ReceiptRange.of(sum).line();
      if (line.isOfReplay()) {
        continue;
      }
      if (!Entities.of(sum).equals(Entity.LIVE)) {
        store.close(line, sum.getToOffset());
      } else {
        Receipt frozen = store.frozen(line).get(cut);
        if (frozen != null) {
          store.close(line, frozen.getToOffset());
          store.dropFrozen(line, cut);
        }
      }
    }
  }

  /**
   * Forgets which live records were lost before a cut after the commit, whose ledger said so: the
   * next cut is about what came since. Before the commit nothing is forgotten, so that no run
   * commits without them.
   */
  public void acknowledgeLost(String runId) {
    for (Receipt sum : store.sums(runId)) {
      if (!sum.getLost().isEmpty()) {
        store.putSum(
            ReceiptRange.of(sum).line(), Receipt.newBuilder(sum).setLost(List.of()).build());
      }
    }
  }

  /**
   * Keeps the sum of live engagement at a marker, since receipts continue to arrive. A receipt from
   * before a marker that arrives after the marker's own is added to the kept sum. A receipt from
   * behind the marker that arrived before it cannot be subtracted, and is a contradiction: the
   * stages send the receipts of a partition in the order of offsets. So is a second marker of a
   * cut.
   */
  private Outcome freeze(ReceiptRange range, Receipt added, Receipt sum) {
    store
        .frozen(range.line())
        .forEach(
            (cut, kept) -> {
              if (added.getToOffset() <= kept.getToOffset()) {
                store.putFrozen(range.line(), cut, ReceiptSum.plus(kept, added));
              }
            });
    if (added.getCut() == 0) {
      return Outcome.BOOKED;
    }
    if (store.frozen(range.line()).containsKey(added.getCut())) {
      return conflict(range); // A marker that somebody wrote again moves no sum.
    }
    Receipt atMarker =
        Receipt.newBuilder(sum)
            .setCut(added.getCut())
            .setCutPartitions(added.getCutPartitions())
            .build();
    store.putFrozen(range.line(), added.getCut(), atMarker);
    return store.nextOffset(range).isPresent() ? conflict(range) : Outcome.BOOKED;
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
