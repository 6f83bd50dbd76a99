package dev.godwit.validator.replay;

import dev.godwit.common.v1.Stage;
import dev.godwit.receipt.v1.Ledger;
import dev.godwit.receipt.v1.OffsetRange;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.receipt.v1.TableDigest;
import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import dev.godwit.validator.ledger.ReceiptRange;
import dev.godwit.validator.ledger.ReceiptSum;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The last ledger of a run, continued by the receipts that came after it: a replay may load rows
 * when no cut follows any more. Only tables and ranges are continued, since nothing else is
 * compared with the target. Live engagement is left to the totals in the target. A receipt that is
 * in the ledger already, or is repeated, changes nothing. Not thread-safe.
 */
final class LaterReceipts {
  private final Ledger ledger;
  private final Set<ReceiptRange> seen = new HashSet<>();
  private final List<OffsetRange> ranges;
  private List<TableDigest> tables;

  LaterReceipts(Ledger ledger) {
    this.ledger = ledger;
    this.ranges = new ArrayList<>(ledger.getRanges());
    this.tables = List.copyOf(ledger.getTables());
  }

  /** Takes the next receipt of {@code crm.receipts.v1}; those of other runs change nothing. */
  void add(Receipt receipt) {
    if (receipt.getStage() != Stage.LOAD
        || Entities.of(receipt).equals(Entity.LIVE)
        || !receipt.getRunId().equals(ledger.getRunId())
        || isInLedger(receipt)
        || !seen.add(ReceiptRange.of(receipt))) {
      return;
    }
    tables = ReceiptSum.tables(tables, receipt.getTables());
    if (receipt.getReplay() == 0) {
      extend(receipt);
    }
  }

  private boolean isInLedger(Receipt receipt) {
    if (receipt.getReplay() > 0) {
      return receipt.getReplay() <= ledger.getLastReplay();
    }
    return ledger.getRanges().stream()
        .anyMatch(
            range -> sameLine(range, receipt) && receipt.getToOffset() <= range.getToOffset());
  }

  private void extend(Receipt receipt) {
    for (int i = 0; i < ranges.size(); i++) {
      OffsetRange range = ranges.get(i);
      if (sameLine(range, receipt)) {
        long to = Math.max(range.getToOffset(), receipt.getToOffset());
        ranges.set(i, OffsetRange.newBuilder(range).setToOffset(to).build());
        return;
      }
    }
    ranges.add(
        new OffsetRange(
            Entities.of(receipt).symbol(),
            receipt.getPartition(),
            receipt.getFromOffset(),
            receipt.getToOffset(),
            Entities.of(receipt).declaredName()));
  }

  private static boolean sameLine(OffsetRange range, Receipt receipt) {
    return Entities.of(range).equals(Entities.of(receipt))
        && range.getPartition() == receipt.getPartition();
  }

  /** The ledger with the tables and ranges of now. */
  Ledger continued() {
    return Ledger.newBuilder(ledger).setTables(tables).setRanges(ranges).build();
  }
}
