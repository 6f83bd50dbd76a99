package dev.godwit.loader.outbound;

import dev.godwit.canonical.BucketDigest;
import dev.godwit.canonical.ByteDigest;
import dev.godwit.common.v1.Stage;
import dev.godwit.loader.load.InputRange;
import dev.godwit.loader.load.InputRecord;
import dev.godwit.loader.load.RunBatch;
import dev.godwit.loader.progress.FencedRun;
import dev.godwit.loader.progress.Outbox.Message;
import dev.godwit.receipt.v1.ReasonCount;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.receipt.v1.TableDigest;
import dev.godwit.records.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes the receipt of a range that was loaded. Not thread-safe, like its encoder. */
final class ReceiptWriter {
  private final RecordBytes encoder;
  private final String instance;

  ReceiptWriter(RecordBytes encoder, String instance) {
    this.encoder = encoder;
    this.instance = instance;
  }

  /**
   * The receipt as a message for the outbox.
   *
   * @param range the range; a record with a problem was quarantined
   * @param batch where the records' row hashes are
   * @param already positions of records that the target held already
   */
  Message message(FencedRun run, InputRange range, RunBatch batch, BitSet already) {
    Receipt receipt = receipt(run, range, batch, already);
    return new Message(
        "receipt/%s/%d/%d"
            .formatted(range.partition().topic(), range.partition().partition(), range.from()),
        Topics.RECEIPTS,
        null,
        run.runId().getBytes(StandardCharsets.UTF_8),
        encoder.encode(Topics.RECEIPTS, receipt),
        range.partition());
  }

  private Receipt receipt(FencedRun run, InputRange range, RunBatch batch, BitSet already) {
    BucketDigest[] digests = new BucketDigest[batch.tables()];
    Arrays.setAll(digests, i -> new BucketDigest());
    Map<String, Long> reasons = new TreeMap<>();
    long digestIn = 0;
    long loaded = 0;
    long held = 0;
    for (InputRecord record : range.records()) {
      byte[] value = record.source().value();
      digestIn += value == null ? 0 : ByteDigest.hash(value, 0, value.length);
      if (record.problem() != null) {
        reasons.merge(record.problem().reason(), 1L, Long::sum);
      } else if (already.get(record.position())) {
        held++;
      } else {
        loaded++;
        batch.addTo(digests, record.position());
      }
    }
    long recordsIn = range.records().size();
    return Receipt.newBuilder()
        .setRunId(run.runId())
        .setCustomer(run.customer())
        .setStage(Stage.LOAD)
        .setEntity(range.entity())
        .setPartition(range.partition().partition())
        .setFromOffset(range.from())
        .setToOffset(range.to())
        .setCut(range.cut() == null ? 0 : range.cut().getCut())
        .setCutPartitions(range.cut() == null ? 0 : range.cut().getPartitions())
        .setRecordsIn(recordsIn)
        .setRowsIn(recordsIn)
        .setRecordsOut(loaded)
        .setMergedAway(0)
        .setQuarantined(recordsIn - loaded - held)
        .setAlreadyLoaded(held)
        .setDigestIn(digestIn)
        .setDigestOut(0)
        .setReasons(
            reasons.entrySet().stream()
                .map(e -> new ReasonCount(e.getKey(), e.getValue()))
                .toList())
        .setTables(tables(digests))
        .setInstance(instance)
        .setFirstInputAt(Instant.ofEpochMilli(range.firstAtMs()))
        .setProducedAt(Instant.now())
        .build();
  }

  private static List<TableDigest> tables(BucketDigest[] digests) {
    List<TableDigest> tables = new ArrayList<>();
    for (int table = 0; table < digests.length; table++) {
      if (digests[table].rows() > 0) {
        tables.add(new TableDigest(table, digests[table].rows(), digests[table].toBytes()));
      }
    }
    return tables;
  }
}
