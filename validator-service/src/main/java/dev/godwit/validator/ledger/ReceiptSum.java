package dev.godwit.validator.ledger;

import dev.godwit.canonical.BucketDigest;
import dev.godwit.receipt.v1.LostRange;
import dev.godwit.receipt.v1.ReasonCount;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.receipt.v1.TableDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Adds receipts of one stage, entity, partition and replay up to one receipt. The sum is
 * commutative and associative: neither the order nor the split of the work shows in it. It is not
 * idempotent; {@link ReceiptBook} keeps a receipt from being added twice. Values that come close to
 * a limit are not summed: no equation needs them.
 */
public final class ReceiptSum {
  private ReceiptSum() {}

  /** Sum of one receipt: reasons and tables in order, without an instance. */
  public static Receipt of(Receipt receipt) {
    return Receipt.newBuilder(receipt)
        .setReasons(reasons(receipt.getReasons(), List.of()))
        .setTables(tables(receipt.getTables(), List.of()))
        .setReplaced(ReplacedSums.of(List.of(receipt)))
        .setClose(List.of())
        .setInstance("")
        .build();
  }

  /**
   * Sum of two receipts.
   *
   * @throws IllegalArgumentException if they are not of one run, stage, entity, partition and
   *     replay
   */
  public static Receipt plus(Receipt a, Receipt b) {
    ReceiptRange.Line line = ReceiptRange.of(a).line();
    if (!line.equals(ReceiptRange.of(b).line())) {
      throw new IllegalArgumentException(
          "Expected receipts of " + line + ", found one of " + ReceiptRange.of(b).line());
    }
    return Receipt.newBuilder(a)
        .setFromOffset(Math.min(a.getFromOffset(), b.getFromOffset()))
        .setToOffset(Math.max(a.getToOffset(), b.getToOffset()))
        .setCut(Math.max(a.getCut(), b.getCut()))
        .setCutPartitions(Math.max(a.getCutPartitions(), b.getCutPartitions()))
        .setRecordsIn(a.getRecordsIn() + b.getRecordsIn())
        .setRowsIn(a.getRowsIn() + b.getRowsIn())
        .setRecordsOut(a.getRecordsOut() + b.getRecordsOut())
        .setMergedAway(a.getMergedAway() + b.getMergedAway())
        .setQuarantined(a.getQuarantined() + b.getQuarantined())
        .setAlreadyLoaded(a.getAlreadyLoaded() + b.getAlreadyLoaded())
        .setMachine(a.getMachine() + b.getMachine())
        .setDigestIn(a.getDigestIn() + b.getDigestIn())
        .setDigestOut(a.getDigestOut() + b.getDigestOut())
        .setReasons(reasons(a.getReasons(), b.getReasons()))
        .setTables(tables(a.getTables(), b.getTables()))
        .setLost(lost(a.getLost(), b.getLost()))
        .setReplaced(ReplacedSums.of(List.of(a, b)))
        .setClose(List.of())
        .setInstance("")
        .setFirstInputAt(earlier(a.getFirstInputAt(), b.getFirstInputAt()))
        .setProducedAt(later(a.getProducedAt(), b.getProducedAt()))
        .build();
  }

  /** Digests by table, summed, in table order. */
  public static List<TableDigest> tables(List<TableDigest> a, List<TableDigest> b) {
    Map<Integer, TableDigest> byTable = new TreeMap<>();
    a.forEach(t -> byTable.merge(t.getTable(), t, ReceiptSum::table));
    b.forEach(t -> byTable.merge(t.getTable(), t, ReceiptSum::table));
    return new ArrayList<>(byTable.values());
  }

  private static TableDigest table(TableDigest a, TableDigest b) {
    BucketDigest sum = BucketDigest.fromBytes(a.getBuckets().duplicate());
    sum.merge(BucketDigest.fromBytes(b.getBuckets().duplicate()));
    return new TableDigest(a.getTable(), a.getRows() + b.getRows(), sum.toBytes());
  }

  private static List<ReasonCount> reasons(List<ReasonCount> a, List<ReasonCount> b) {
    Map<String, Long> byReason = new TreeMap<>();
    a.forEach(r -> byReason.merge(r.getReason(), r.getCount(), Long::sum));
    b.forEach(r -> byReason.merge(r.getReason(), r.getCount(), Long::sum));
    List<ReasonCount> sum = new ArrayList<>(byReason.size());
    byReason.forEach((reason, count) -> sum.add(new ReasonCount(reason, count)));
    return sum;
  }

  /** All ranges in order; receipts overlap with none, so no range is in both. */
  private static List<LostRange> lost(List<LostRange> a, List<LostRange> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.isEmpty() ? b : a;
    }
    List<LostRange> all = new ArrayList<>(a);
    all.addAll(b);
    all.sort(Comparator.comparingLong(LostRange::getFromOffset));
    return all;
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
