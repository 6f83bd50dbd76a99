package dev.godwit.validator.ledger;

import dev.godwit.common.v1.Check;
import dev.godwit.common.v1.Entity;
import dev.godwit.common.v1.EntityCount;
import dev.godwit.common.v1.LedgerLine;
import dev.godwit.common.v1.QuarantineCount;
import dev.godwit.common.v1.Stage;
import dev.godwit.receipt.v1.Receipt;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** One line of the ledger, with the checks that need no look at the target. */
final class EntityLedger {
  /** Stands for "not known yet": the target is read only after the ledger is there. */
  static final long TARGET_NOT_READ = -1;

  private final Entity entity;
  private final long sourceRows;
  private final StageTotal extract;
  private final StageTotal transform;
  private final StageTotal load;

  EntityLedger(EntityCount source, Collection<Receipt> sums) {
    this.entity = source.getEntity();
    this.sourceRows = source.getRows();
    this.extract = StageTotal.of(sums, Stage.EXTRACT, entity);
    this.transform = StageTotal.of(sums, Stage.TRANSFORM, entity);
    this.load = StageTotal.of(sums, Stage.LOAD, entity);
  }

  LedgerLine line() {
    return LedgerLine.newBuilder()
        .setEntity(entity)
        .setSourceRows(sourceRows)
        .setExtracted(extract.rowsIn())
        .setTransformed(transform.recordsOut())
        .setMergedAway(transform.mergedAway())
        .setQuarantinedByTransformer(transform.quarantined())
        .setLoaded(load.recordsOut())
        .setQuarantinedByLoader(load.quarantined())
        .setDuplicates(load.alreadyLoaded())
        .setTargetRows(TARGET_NOT_READ)
        .build();
  }

  List<Check> checks() {
    String subject = Checks.subject(entity);
    List<Check> checks = new ArrayList<>(hops(subject));
    if (entity != Entity.ENGAGEMENTS) {
      checks.add(Checks.counts(CheckNames.NOTHING_LOADED_TWICE, subject, 0, load.alreadyLoaded()));
    }
    return checks;
  }

  private List<Check> hops(String subject) {
    return List.of(
        Checks.counts(CheckNames.EXTRACTED_EQUALS_SOURCE, subject, sourceRows, extract.rowsIn()),
        Checks.counts(
            CheckNames.EXTRACTED_RECORDS_ARRIVED,
            subject,
            extract.recordsOut(),
            transform.recordsIn()),
        Checks.digests(
            CheckNames.EXTRACTED_BYTES_ARRIVED, subject, extract.digestOut(), transform.digestIn()),
        Checks.counts(
            CheckNames.EXTRACTED_ACCOUNTED_FOR,
            subject,
            extract.rowsIn(),
            transform.recordsOut() + transform.mergedAway() + transform.quarantined()),
        Checks.counts(
            CheckNames.TRANSFORMED_RECORDS_ARRIVED,
            subject,
            transform.recordsOut(),
            load.recordsIn()),
        Checks.digests(
            CheckNames.TRANSFORMED_BYTES_ARRIVED, subject, transform.digestOut(), load.digestIn()),
        Checks.counts(
            CheckNames.TRANSFORMED_ACCOUNTED_FOR,
            subject,
            transform.recordsOut(),
            load.recordsOut() + load.quarantined() + load.alreadyLoaded()),
        Checks.counts(
            CheckNames.QUARANTINE_HAS_REASONS,
            subject,
            transform.quarantined() + load.quarantined(),
            transform.reasoned() + load.reasoned()));
  }

  List<QuarantineCount> quarantine() {
    List<QuarantineCount> counts = new ArrayList<>();
    transform
        .reasons()
        .forEach((r, n) -> counts.add(new QuarantineCount(entity, Stage.TRANSFORM, r, n)));
    load.reasons().forEach((r, n) -> counts.add(new QuarantineCount(entity, Stage.LOAD, r, n)));
    return counts;
  }
}
