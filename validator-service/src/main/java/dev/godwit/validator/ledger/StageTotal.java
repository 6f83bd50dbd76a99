package dev.godwit.validator.ledger;

import dev.godwit.common.v1.Stage;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.receipt.v1.ReplacedCount;
import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * Total of one stage's receipts about one entity, over all partitions and replays.
 *
 * @param recordsIn records read; for the extractor, written
 * @param rowsIn source rows they stand for
 * @param recordsOut records passed on or loaded
 * @param mergedAway source rows that continue inside another record
 * @param quarantined source rows (transformer) or records (loader) quarantined
 * @param alreadyLoaded records that the target held already
 * @param machine of the records read, live events that a machine caused
 * @param digestIn sum modulo 2^64 of the hashes of the read records
 * @param digestOut the same of the written records
 * @param reasons quarantined by reason, in the order of their names; without those whose records
 *     were all released
 * @param replaced values that were replaced or left out, in the order of field and reason
 */
record StageTotal(
    long recordsIn,
    long rowsIn,
    long recordsOut,
    long mergedAway,
    long quarantined,
    long alreadyLoaded,
    long machine,
    long digestIn,
    long digestOut,
    Map<String, Long> reasons,
    List<ReplacedCount> replaced) {

  static StageTotal of(Collection<Receipt> sums, Stage stage, Entity entity) {
    List<Receipt> own =
        sums.stream().filter(s -> s.getStage() == stage && Entities.of(s).equals(entity)).toList();
    Map<String, Long> reasons = new TreeMap<>();
    own.forEach(
        sum ->
            sum.getReasons().forEach(r -> reasons.merge(r.getReason(), r.getCount(), Long::sum)));
    reasons.values().removeIf(count -> count == 0);
    return new StageTotal(
        total(own, Receipt::getRecordsIn),
        total(own, Receipt::getRowsIn),
        total(own, Receipt::getRecordsOut),
        total(own, Receipt::getMergedAway),
        total(own, Receipt::getQuarantined),
        total(own, Receipt::getAlreadyLoaded),
        total(own, Receipt::getMachine),
        total(own, Receipt::getDigestIn),
        total(own, Receipt::getDigestOut),
        reasons,
        ReplacedSums.of(own));
  }

  private static long total(List<Receipt> sums, ToLongFunction<Receipt> figure) {
    return sums.stream().mapToLong(figure).sum();
  }

  /** Sum of the counts by reason. */
  long reasoned() {
    return reasons.values().stream().mapToLong(Long::longValue).sum();
  }
}
