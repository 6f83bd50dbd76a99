package dev.godwit.validator.verdict;

import dev.godwit.receipt.v1.Ledger;
import dev.godwit.worker.RunRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.function.Predicate;

/** Where a ledger's run stands now, which may be further than when its cut was asked for. */
@ApplicationScoped
public class RunStanding {
  private final Predicate<String> stopped;
  private final Predicate<String> liveStopped;
  private final Predicate<String> over;

  @Inject
  RunStanding(RunRegistry runs) {
    this(runs::isStopped, runs::isLiveStopped, runs::isOver);
  }

  /** Asks for a run by its id, each time anew. */
  RunStanding(Predicate<String> stopped, Predicate<String> liveStopped, Predicate<String> over) {
    this.stopped = stopped;
    this.liveStopped = liveStopped;
    this.over = over;
  }

  /** True where no verdict is wanted any more: the run is being undone, or is over. */
  boolean isStopped(Ledger ledger) {
    return (ledger.getLive() ? liveStopped : stopped).test(ledger.getRunId());
  }

  /** True where people work in the new system, so that only engagement can be compared. */
  boolean isCommitted(Ledger ledger) {
    return ledger.getCommitted() || (ledger.getLive() && over.test(ledger.getRunId()));
  }
}
