package dev.godwit.validator.differences;

import dev.godwit.common.v1.Entity;
import dev.godwit.pack.TargetTable;
import dev.godwit.receipt.v1.Ledger;
import dev.godwit.receipt.v1.OffsetRange;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.TableRow;
import dev.godwit.row.v1.TransformedRecord;
import dev.godwit.serdes.UnreadableRecordException;
import dev.godwit.serdes.WireDecoder;
import java.util.BitSet;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Expected rows, read again from the transformed topics, from the run's first offset to its cut,
 * without the records that the loader quarantined. Not thread-safe; does not own what it is given.
 */
public final class TransformedRows implements ExpectedRows {
  private final Ledger ledger;
  private final TopicRange topics;
  private final WireDecoder decoder;
  private final LoaderQuarantine quarantine;

  /** Rows of the ledger's run. */
  public TransformedRows(
      Ledger ledger, TopicRange topics, WireDecoder decoder, LoaderQuarantine quarantine) {
    this.ledger = ledger;
    this.topics = topics;
    this.decoder = decoder;
    this.quarantine = quarantine;
  }

  @Override
  public void forEach(TargetTable table, Visitor visitor) {
    Entity entity = table.entity();
    String topic = Topics.transformed(entity);
    for (OffsetRange range : ledger.getRanges()) {
      if (range.getEntity() == entity) {
        BitSet left = quarantine.offsets(range);
        topics.read(
            topic,
            range.getPartition(),
            range.getFromOffset(),
            range.getToOffset(),
            record -> {
              if (!left.get(Math.toIntExact(record.offset() - range.getFromOffset()))) {
                rows(record, table, visitor);
              }
            });
      }
    }
  }

  private void rows(ConsumerRecord<byte[], byte[]> record, TargetTable table, Visitor visitor) {
    if (decoded(record) instanceof TransformedRecord transformed
        && transformed.getRunId().equals(ledger.getRunId())) {
      for (TableRow row : transformed.getRows()) {
        if (row.getTable() == table.index()) {
          visitor.row(row.getCells());
        }
      }
    }
  }

  private SpecificRecord decoded(ConsumerRecord<byte[], byte[]> record) {
    try {
      return decoder.decode(record.topic(), record.value());
    } catch (UnreadableRecordException e) {
      throw new ExpectedRowsLostException(
          "Expected a readable record at "
              + record.topic()
              + "-"
              + record.partition()
              + "@"
              + record.offset()
              + ", but: "
              + e.getMessage(),
          e);
    }
  }
}
