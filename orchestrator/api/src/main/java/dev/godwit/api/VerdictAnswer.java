package dev.godwit.api;

import java.time.Instant;
import java.util.List;

/**
 * The validator's answer at a cut.
 *
 * @param cut number of the cut
 * @param reconciled every check passed
 * @param at when
 * @param missing keys that the new system lacks
 * @param unexpected keys that only the new system has
 * @param changed keys whose fields differ
 * @param differences the first of those keys; all of them are in crm.differences.v1
 */
public record VerdictAnswer(
    int cut,
    boolean reconciled,
    Instant at,
    long missing,
    long unexpected,
    long changed,
    List<LedgerLineAnswer> ledger,
    List<CheckAnswer> checks,
    List<DifferenceAnswer> differences) {
  public VerdictAnswer {
    ledger = List.copyOf(ledger);
    checks = List.copyOf(checks);
    differences = List.copyOf(differences);
  }
}
