package dev.godwit.validator.verdict;

import dev.godwit.receipt.v1.Ledger;
import dev.godwit.worker.run.RunStatus;

/**
 * A ledger together with the status of its run now, which may be further than when its cut was
 * requested.
 */
record LedgerStatus(Ledger ledger, RunStatus status) {
  /** False where the run is being undone or is over, so that no verdict is needed any more. */
  boolean needsVerdict() {
    return ledger.getLive() ? status.writesEngagement() : status.writesRows();
  }

  /** True where people work in the target, so that only engagement can be compared. */
  boolean isCommitted() {
    return ledger.getCommitted() || (ledger.getLive() && status instanceof RunStatus.Committed);
  }
}
