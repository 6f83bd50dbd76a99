package dev.godwit.validator.ledger;

import dev.godwit.common.v1.Entity;
import dev.godwit.common.v1.Stage;
import dev.godwit.receipt.v1.Receipt;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * Total of one stage's receipts about one entity, over all partitions.
 *
 * @param recordsIn records read; for the extractor, written
 * @param rowsIn source rows they stand for
 * @param recordsOut records passed on or loaded
 * @param mergedAway source rows that continue inside another record
 * @param quarantined source rows (transformer) or records (loader) quarantined
 * @param alreadyLoaded records that the target held already
 * @param digestIn sum modulo 2^64 of the hashes of the read records
 * @param digestOut the same of the written records
 * @param reasons quarantined by reason, in the order of their names
 */
record StageTotal(
    long recordsIn,
    long rowsIn,
    long recordsOut,
    long mergedAway,
    long quarantined,
    long alreadyLoaded,
    long digestIn,
    long digestOut,
    Map<String, Long> reasons) {

  static StageTotal of(Collection<Receipt> sums, Stage stage, Entity entity) {
    long recordsIn = 0;
    long rowsIn = 0;
    long recordsOut = 0;
    long mergedAway = 0;
    long quarantined = 0;
    long alreadyLoaded = 0;
    long digestIn = 0;
    long digestOut = 0;
    Map<String, Long> reasons = new TreeMap<>();
    for (Receipt sum : sums) {
      if (sum.getStage() == stage && sum.getEntity() == entity) {
        recordsIn += sum.getRecordsIn();
        rowsIn += sum.getRowsIn();
        recordsOut += sum.getRecordsOut();
        mergedAway += sum.getMergedAway();
        quarantined += sum.getQuarantined();
        alreadyLoaded += sum.getAlreadyLoaded();
        digestIn += sum.getDigestIn();
        digestOut += sum.getDigestOut();
        sum.getReasons().forEach(r -> reasons.merge(r.getReason(), r.getCount(), Long::sum));
      }
    }
    return new StageTotal(
        recordsIn,
        rowsIn,
        recordsOut,
        mergedAway,
        quarantined,
        alreadyLoaded,
        digestIn,
        digestOut,
        reasons);
  }

  /** Sum of the counts by reason. */
  long reasoned() {
    return reasons.values().stream().mapToLong(Long::longValue).sum();
  }
}
