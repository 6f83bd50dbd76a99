package dev.godwit.validator.ledger;

import dev.godwit.common.v1.Check;
import dev.godwit.common.v1.QuarantineCount;
import dev.godwit.common.v1.Stage;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Entity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Totals of one entity by stage, with the checks that are the same for rows of the snapshot and for
 * live engagement.
 */
record EntityTotals(Entity entity, StageTotal extract, StageTotal transform, StageTotal load) {
  static EntityTotals of(Collection<Receipt> sums, Entity entity) {
    return new EntityTotals(
        entity,
        StageTotal.of(sums, Stage.EXTRACT, entity),
        StageTotal.of(sums, Stage.TRANSFORM, entity),
        StageTotal.of(sums, Stage.LOAD, entity));
  }

  /** Name of the entity as the subject of a check. */
  String subject() {
    return Checks.subject(entity);
  }

  /** Checks that the loader received and accounted for all that the transformer wrote. */
  List<Check> loadChecks() {
    return List.of(
        Checks.counts(
            CheckNames.TRANSFORMED_RECORDS_ARRIVED,
            subject(),
            transform.recordsOut(),
            load.recordsIn()),
        Checks.digests(
            CheckNames.TRANSFORMED_BYTES_ARRIVED,
            subject(),
            transform.digestOut(),
            load.digestIn()),
        Checks.counts(
            CheckNames.TRANSFORMED_ACCOUNTED_FOR,
            subject(),
            transform.recordsOut(),
            load.recordsOut() + load.quarantined() + load.alreadyLoaded()));
  }

  /** Check that each quarantined row has a reason. */
  Check quarantineCheck() {
    return Checks.counts(
        CheckNames.QUARANTINE_HAS_REASONS,
        subject(),
        extract.quarantined() + transform.quarantined() + load.quarantined(),
        extract.reasoned() + transform.reasoned() + load.reasoned());
  }

  /** Quarantined rows by stage and reason, then replaced values, which are findings too. */
  List<QuarantineCount> quarantine() {
    List<QuarantineCount> counts = new ArrayList<>();
    extract
        .reasons()
        .forEach(
            (r, n) ->
                counts.add(
                    new QuarantineCount(
                        entity.symbol(), Stage.EXTRACT, r, n, entity.declaredName())));
    transform
        .reasons()
        .forEach(
            (r, n) ->
                counts.add(
                    new QuarantineCount(
                        entity.symbol(), Stage.TRANSFORM, r, n, entity.declaredName())));
    load.reasons()
        .forEach(
            (r, n) ->
                counts.add(
                    new QuarantineCount(entity.symbol(), Stage.LOAD, r, n, entity.declaredName())));
    counts.addAll(ReplacedSums.findings(entity, transform.replaced()));
    return counts;
  }
}
