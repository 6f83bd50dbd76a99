package dev.godwit.validator.receipts;

import dev.godwit.receipt.v1.Ledger;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.validator.ledger.ReceiptBook.Outcome;

/**
 * Receives the happenings of the topology, for logs and metrics.
 *
 * <p><b>Contract</b>: called on the topology's thread, perhaps again for the same record after a
 * crash; must not fail and must not wait.
 */
public interface LedgerListener {
  /** A receipt was booked, or not. */
  void booked(Receipt receipt, Outcome outcome);

  /** A value could not be read; it was skipped. */
  void unreadable(String topic, int partition, long offset, String why);

  /** A ledger is complete. */
  void complete(Ledger ledger);
}
