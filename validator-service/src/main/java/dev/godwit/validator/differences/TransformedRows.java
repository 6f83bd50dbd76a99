package dev.godwit.validator.differences;

import dev.godwit.pack.TargetTable;
import dev.godwit.receipt.v1.Ledger;
import dev.godwit.receipt.v1.OffsetRange;
import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.TableRow;
import dev.godwit.row.v1.TransformedLive;
import dev.godwit.row.v1.TransformedRecord;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.WireDecoder;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Expected rows, read again from the transformed topics, without the records that the loader
 * quarantined: rows of the snapshot from the run's first offset to its cut, live engagement from
 * the run's first event to the offset that the target's totals name. Not thread-safe; closes
 * nothing.
 */
public final class TransformedRows implements ExpectedRows {
  /** Records that the loader quarantined. */
  @FunctionalInterface
  public interface LoaderQuarantine {
    /** Offsets of a range in its topic that the loader quarantined. */
    OffsetSet offsets(OffsetRange range);
  }

  private final Ledger ledger;
  private final Map<Integer, Long> liveEnds;
  private final TopicRange topics;
  private final WireDecoder decoder;
  private final LoaderQuarantine quarantine;

  /**
   * Rows of the ledger's run.
   *
   * @param liveEnds offset after the last live event that the target holds, by partition
   */
  public TransformedRows(
      Ledger ledger,
      Map<Integer, Long> liveEnds,
      TopicRange topics,
      WireDecoder decoder,
      LoaderQuarantine quarantine) {
    this.ledger = ledger;
    this.liveEnds = liveEnds;
    this.topics = topics;
    this.decoder = decoder;
    this.quarantine = quarantine;
  }

  @Override
  public void forEach(TargetTable table, Visitor visitor) {
    for (OffsetRange range : ledger.getRanges()) {
      if (Entities.of(range).equals(table.entity())) {
        read(range, range.getToOffset(), table, visitor);
      } else if (Entities.of(range).equals(Entity.LIVE)
          && table.entity().equals(Entity.ENGAGEMENTS)) {
        long to = liveEnds.getOrDefault(range.getPartition(), range.getFromOffset());
        read(range, to, table, visitor);
      }
    }
  }

  private void read(OffsetRange range, long to, TargetTable table, Visitor visitor) {
    OffsetSet left = quarantine.offsets(range);
    topics.read(
        Topics.transformed(Entities.of(range)),
        range.getPartition(),
        range.getFromOffset(),
        to,
        record -> {
          if (!left.contains(record.offset())) {
            rows(record, table, visitor);
          }
        });
  }

  private void rows(ConsumerRecord<byte[], byte[]> record, TargetTable table, Visitor visitor) {
    switch (decoded(record)) {
      case TransformedRecord snapshot when snapshot.getRunId().equals(ledger.getRunId()) ->
          rows(snapshot.getRows(), table, visitor);
      case TransformedLive live when live.getRunId().equals(ledger.getRunId()) ->
          rows(live.getRows(), table, visitor);
      default -> {
        // A marker, or a record of another run.
      }
    }
  }

  private static void rows(List<TableRow> rows, TargetTable table, Visitor visitor) {
    for (TableRow row : rows) {
      if (row.getTable() == table.index()) {
        visitor.row(row.getCells());
      }
    }
  }

  private SpecificRecord decoded(ConsumerRecord<byte[], byte[]> record) {
    try {
      return decoder.decode(record.topic(), record.value());
    } catch (UnreadableRecordException e) {
      throw new ExpectedRowsLostException(
          "Expected a readable record at %s-%d@%d, but: %s"
              .formatted(record.topic(), record.partition(), record.offset(), e.getMessage()),
          e);
    }
  }
}
