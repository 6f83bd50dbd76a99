package dev.godwit.validator.ledger;

import dev.godwit.common.v1.Check;
import dev.godwit.common.v1.EntityCount;
import dev.godwit.common.v1.LedgerLine;
import dev.godwit.common.v1.QuarantineCount;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** One line of the ledger, with the checks that need no read of the target. */
final class EntityLedger {
  /** Stands for "not known yet": the target is read after the ledger is made. */
  static final long TARGET_NOT_READ = -1;

  private final long sourceRows;
  private final EntityTotals totals;

  EntityLedger(EntityCount source, Collection<Receipt> sums) {
    this.sourceRows = source.getRows();
    this.totals = EntityTotals.of(sums, Entities.of(source));
  }

  LedgerLine line() {
    StageTotal transform = totals.transform();
    StageTotal load = totals.load();
    return LedgerLine.newBuilder()
        .setEntity(totals.entity().symbol())
        .setEntityName(totals.entity().declaredName())
        .setSourceRows(sourceRows)
        .setExtracted(totals.extract().rowsIn())
        .setTransformed(transform.recordsOut())
        .setMergedAway(transform.mergedAway())
        .setQuarantinedByTransformer(totals.extract().quarantined() + transform.quarantined())
        .setLoaded(load.recordsOut())
        .setQuarantinedByLoader(load.quarantined())
        .setDuplicates(load.alreadyLoaded())
        .setTargetRows(TARGET_NOT_READ)
        .build();
  }

  List<Check> checks() {
    String subject = totals.subject();
    StageTotal extract = totals.extract();
    StageTotal transform = totals.transform();
    List<Check> checks = new ArrayList<>();
    checks.add(
        Checks.counts(CheckNames.EXTRACTED_EQUALS_SOURCE, subject, sourceRows, extract.rowsIn()));
    checks.add(
        Checks.counts(
            CheckNames.EXTRACTED_RECORDS_ARRIVED,
            subject,
            extract.recordsOut(),
            transform.recordsIn()));
    checks.add(
        Checks.digests(
            CheckNames.EXTRACTED_BYTES_ARRIVED,
            subject,
            extract.digestOut(),
            transform.digestIn()));
    checks.add(
        Checks.counts(
            CheckNames.EXTRACTED_ACCOUNTED_FOR,
            subject,
            extract.rowsIn(),
            extract.quarantined()
                + transform.recordsOut()
                + transform.mergedAway()
                + transform.quarantined()));
    checks.addAll(totals.loadChecks());
    checks.add(totals.quarantineCheck());
    if (!totals.entity().equals(Entity.ENGAGEMENTS)) {
      checks.add(
          Checks.counts(
              CheckNames.NOTHING_LOADED_TWICE, subject, 0, totals.load().alreadyLoaded()));
    }
    return checks;
  }

  List<QuarantineCount> quarantine() {
    return totals.quarantine();
  }
}
