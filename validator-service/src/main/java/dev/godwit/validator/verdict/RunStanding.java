package dev.godwit.validator.verdict;

import dev.godwit.receipt.v1.Ledger;
import dev.godwit.stage.RunRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Where a ledger's run stands now, which may be further than when its cut was asked for. */
@ApplicationScoped
public class RunStanding {
  private final RunRegistry runs;

  @Inject
  RunStanding(RunRegistry runs) {
    this.runs = runs;
  }

  /** True where no verdict is wanted any more: the run is being undone, or is over. */
  boolean isStopped(Ledger ledger) {
    return ledger.getLive()
        ? runs.isLiveStopped(ledger.getRunId())
        : runs.isStopped(ledger.getRunId());
  }

  /** True where people work in the new system, so that only engagement can be compared. */
  boolean isCommitted(Ledger ledger) {
    return ledger.getCommitted() || ledger.getLive() && runs.isOver(ledger.getRunId());
  }
}
