package dev.godwit.validator.ledger;

import dev.godwit.common.v1.Check;
import dev.godwit.common.v1.LedgerLine;
import dev.godwit.common.v1.QuarantineCount;
import dev.godwit.receipt.v1.LostRange;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Live engagement of a run at a cut, by the receipts: every event that arrived before the marker is
 * loaded, a duplicate, or quarantined.
 */
final class LiveLedger {
  private final Collection<Receipt> sums;
  private final EntityTotals totals;

  /**
   * Over sums that were frozen at the marker.
   *
   * @param sums by stage and partition, each up to the cut's marker and no further, and the gains
   *     of replays
   */
  LiveLedger(Collection<Receipt> sums) {
    this.sums = sums;
    this.totals = EntityTotals.of(sums, Entity.LIVE);
  }

  boolean isComplete(int cut) {
    return CutPassage.complete(sums, List.of(Entity.LIVE), cut);
  }

  /** The engagements' line with the figures of live engagement. */
  LedgerLine on(LedgerLine engagements) {
    StageTotal load = totals.load();
    return LedgerLine.newBuilder(engagements)
        .setLiveReceived(totals.transform().recordsIn())
        .setLiveMachine(totals.transform().machine())
        .setLiveLoaded(load.recordsOut())
        .setLiveDuplicates(load.alreadyLoaded())
        .setLiveQuarantined(totals.transform().quarantined() + load.quarantined())
        .build();
  }

  List<Check> checks() {
    StageTotal transform = totals.transform();
    StageTotal load = totals.load();
    List<Check> checks = new ArrayList<>();
    checks.add(
        Checks.counts(
            CheckNames.EXTRACTED_ACCOUNTED_FOR,
            totals.subject(),
            transform.recordsIn(),
            transform.recordsOut() + transform.quarantined()));
    checks.addAll(totals.loadChecks());
    checks.add(
        Checks.counts(
            CheckNames.LIVE_ACCOUNTED_FOR,
            totals.subject(),
            transform.recordsIn(),
            load.recordsOut()
                + load.alreadyLoaded()
                + transform.quarantined()
                + load.quarantined()));
    checks.add(totals.quarantineCheck());
    checks.addAll(lost());
    return checks;
  }

  /** A failed check for each range of the live topic whose records were deleted unread. */
  private List<Check> lost() {
    List<Check> lost = new ArrayList<>();
    for (Receipt sum : sums) {
      for (LostRange range : sum.getLost()) {
        lost.add(
            new Check(
                CheckNames.LIVE_RECORDS_KEPT,
                "%s, partition %d".formatted(Topics.LIVE, sum.getPartition()),
                "every record read before it was deleted",
                "offsets %d to %d deleted"
                    .formatted(range.getFromOffset(), range.getToOffset() - 1),
                false));
      }
    }
    lost.sort(Comparator.comparing(Check::getSubject));
    return lost;
  }

  List<QuarantineCount> quarantine() {
    return totals.quarantine();
  }
}
