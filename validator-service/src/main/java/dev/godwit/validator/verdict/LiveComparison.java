package dev.godwit.validator.verdict;

import dev.godwit.common.v1.Check;
import dev.godwit.common.v1.LedgerLine;
import dev.godwit.records.Entity;
import dev.godwit.validator.ledger.CheckNames;
import dev.godwit.validator.ledger.Checks;
import dev.godwit.validator.readback.LiveTotals;
import java.util.List;

/**
 * Compares live engagement in the target at the read-back with the receipts' figures at the cut.
 * Events arrive between the two, so that the target's figures may only be higher.
 *
 * @param totals totals that the loader keeps in the target
 */
public record LiveComparison(LiveTotals totals) {
  /** Checks of the totals against the cut's line and against themselves. */
  List<Check> checks(LedgerLine engagements) {
    String subject = Checks.subject(Entity.LIVE);
    return List.of(
        Checks.counts(
            CheckNames.LIVE_TOTALS_ADD_UP,
            subject,
            totals.received(),
            totals.loaded() + totals.duplicates() + totals.quarantined()),
        Checks.atLeast(
            CheckNames.LIVE_TOTALS_INCLUDE_CUT,
            subject + " loaded",
            engagements.getLiveLoaded(),
            totals.loaded()),
        Checks.atLeast(
            CheckNames.LIVE_TOTALS_INCLUDE_CUT,
            subject + " duplicates",
            engagements.getLiveDuplicates(),
            totals.duplicates()));
  }

  /** Expected figure of the check of the rows: the sum and its parts. */
  String expected(LedgerLine engagements) {
    return "%d = %d of the snapshot + %d live by the read-back (%d by the cut)"
        .formatted(
            engagements.getLoaded() + totals.loaded(),
            engagements.getLoaded(),
            totals.loaded(),
            engagements.getLiveLoaded());
  }
}
