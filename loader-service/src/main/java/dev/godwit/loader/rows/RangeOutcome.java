package dev.godwit.loader.rows;

import dev.godwit.canonical.BucketDigest;
import dev.godwit.canonical.ByteDigest;
import dev.godwit.loader.inbound.LoadRecord;
import dev.godwit.loader.inbound.RecordRange;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/**
 * The records of a range by outcome, counted once for receipt, totals and metrics. A record with a
 * problem is quarantined.
 *
 * @param range the range
 * @param loaded records whose rows were written
 * @param held records whose rows the target held already
 * @param reasons quarantined records by name of the reason, in the order of the names
 * @param digestIn digest of the bytes of all records
 * @param digests digests of the rows written, by table index
 */
public record RangeOutcome(
    RecordRange range,
    long loaded,
    long held,
    Map<String, Long> reasons,
    long digestIn,
    Map<Integer, BucketDigest> digests) {

  /**
   * Counts.
   *
   * @param batch holds the records' row hashes
   * @param held positions of records that the target held already
   */
  public static RangeOutcome of(RecordRange range, EncodedBatch batch, BitSet held) {
    BucketDigest[] digests = batch.newDigests();
    Map<String, Long> reasons = new TreeMap<>();
    long digestIn = 0;
    long loaded = 0;
    long already = 0;
    for (LoadRecord record : range.records()) {
      byte[] value = record.source().value();
      digestIn += value == null ? 0 : ByteDigest.hash(value, 0, value.length);
      if (record.problem() != null) {
        reasons.merge(record.problem().reason().name(), 1L, Long::sum);
      } else if (held.get(record.position())) {
        already++;
      } else {
        loaded++;
        batch.addTo(digests, record.position());
      }
    }
    Map<Integer, BucketDigest> written = new TreeMap<>();
    for (int table = 0; table < digests.length; table++) {
      if (digests[table].rows() > 0) {
        written.put(table, digests[table]);
      }
    }
    return new RangeOutcome(range, loaded, already, reasons, digestIn, written);
  }

  /** All records. */
  public long received() {
    return range.records().size();
  }

  /** Records with a problem. */
  public long quarantined() {
    return received() - loaded - held;
  }
}
