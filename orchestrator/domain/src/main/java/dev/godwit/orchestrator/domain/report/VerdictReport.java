package dev.godwit.orchestrator.domain.report;

import dev.godwit.orchestrator.domain.common.Check;
import dev.godwit.orchestrator.domain.common.LedgerLine;
import dev.godwit.orchestrator.domain.common.QuarantineCount;
import java.util.List;

/**
 * The validator's answer at a cut.
 *
 * @param cut number of the cut
 * @param reconciled true where every check passed
 * @param ledger ledger by entity
 * @param checks every check that was made
 * @param quarantine quarantine by entity, stage and reason; empty where none
 * @param missing keys that the new system lacks
 * @param unexpected keys that only the new system has
 * @param changed keys whose fields differ
 */
public record VerdictReport(
    int cut,
    boolean reconciled,
    List<LedgerLine> ledger,
    List<Check> checks,
    List<QuarantineCount> quarantine,
    long missing,
    long unexpected,
    long changed)
    implements Report {
  public VerdictReport {
    ledger = List.copyOf(ledger);
    checks = List.copyOf(checks);
    quarantine = List.copyOf(quarantine);
  }
}
