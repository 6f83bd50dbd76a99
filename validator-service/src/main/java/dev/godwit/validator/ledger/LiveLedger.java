package dev.godwit.validator.ledger;

import dev.godwit.common.v1.Check;
import dev.godwit.common.v1.Entity;
import dev.godwit.common.v1.LedgerLine;
import dev.godwit.common.v1.QuarantineCount;
import dev.godwit.common.v1.Stage;
import dev.godwit.receipt.v1.Receipt;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Live engagement of a run at a cut, as the stages say: every event that arrived before the marker
 * is loaded, a duplicate, or quarantined.
 */
final class LiveLedger {
  private static final String SUBJECT = Checks.subject(Entity.LIVE);

  private final Collection<Receipt> sums;
  private final StageTotal transform;
  private final StageTotal load;

  /**
   * Over sums that were frozen at the marker.
   *
   * @param sums by stage and partition, each up to the cut's marker and no further
   */
  LiveLedger(Collection<Receipt> sums) {
    this.sums = sums;
    this.transform = StageTotal.of(sums, Stage.TRANSFORM, Entity.LIVE);
    this.load = StageTotal.of(sums, Stage.LOAD, Entity.LIVE);
  }

  boolean isComplete(int cut) {
    return CutPassage.complete(sums, List.of(Entity.LIVE), cut);
  }

  /** The engagements' line with the figures of live engagement. */
  LedgerLine on(LedgerLine engagements) {
    return LedgerLine.newBuilder(engagements)
        .setLiveReceived(transform.recordsIn())
        .setLiveLoaded(load.recordsOut())
        .setLiveDuplicates(load.alreadyLoaded())
        .setLiveQuarantined(transform.quarantined() + load.quarantined())
        .build();
  }

  List<Check> checks() {
    return List.of(
        Checks.counts(
            CheckNames.EXTRACTED_ACCOUNTED_FOR,
            SUBJECT,
            transform.recordsIn(),
            transform.recordsOut() + transform.quarantined()),
        Checks.counts(
            CheckNames.TRANSFORMED_RECORDS_ARRIVED,
            SUBJECT,
            transform.recordsOut(),
            load.recordsIn()),
        Checks.digests(
            CheckNames.TRANSFORMED_BYTES_ARRIVED, SUBJECT, transform.digestOut(), load.digestIn()),
        Checks.counts(
            CheckNames.TRANSFORMED_ACCOUNTED_FOR,
            SUBJECT,
            transform.recordsOut(),
            load.recordsOut() + load.alreadyLoaded() + load.quarantined()),
        Checks.counts(
            CheckNames.LIVE_ACCOUNTED_FOR,
            SUBJECT,
            transform.recordsIn(),
            load.recordsOut()
                + load.alreadyLoaded()
                + transform.quarantined()
                + load.quarantined()),
        Checks.counts(
            CheckNames.QUARANTINE_HAS_REASONS,
            SUBJECT,
            transform.quarantined() + load.quarantined(),
            transform.reasoned() + load.reasoned()));
  }

  List<QuarantineCount> quarantine() {
    List<QuarantineCount> counts = new ArrayList<>();
    transform
        .reasons()
        .forEach((r, n) -> counts.add(new QuarantineCount(Entity.LIVE, Stage.TRANSFORM, r, n)));
    load.reasons()
        .forEach((r, n) -> counts.add(new QuarantineCount(Entity.LIVE, Stage.LOAD, r, n)));
    return counts;
  }
}
