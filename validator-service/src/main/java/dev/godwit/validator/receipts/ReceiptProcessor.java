package dev.godwit.validator.receipts;

import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Topics;
import dev.godwit.wire.UnreadableRecordException;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Books receipts; where one brings a cut, looks whether a ledger is complete. */
final class ReceiptProcessor extends ContextualProcessor<String, byte[], String, byte[]> {
  private final Supplier<RecordBytes> openRecords;
  private final ReceiptWatch watch;
  private RecordBytes records;
  private LedgerDesk desk;

  ReceiptProcessor(Supplier<RecordBytes> openRecords, ReceiptWatch watch) {
    this.openRecords = openRecords;
    this.watch = watch;
  }

  @Override
  public void init(ProcessorContext<String, byte[]> context) {
    super.init(context);
    records = openRecords.get();
    desk = new LedgerDesk(context, records);
  }

  @Override
  public void process(Record<String, byte[]> message) {
    SpecificRecord record;
    try {
      record = records.read(Topics.RECEIPTS, message.value());
    } catch (UnreadableRecordException e) {
      Unreadable.tell(watch, context(), e);
      return;
    }
    if (record instanceof Receipt receipt) {
      watch.booked(receipt, desk.book(receipt));
      if (receipt.getCut() > 0) {
        LedgerSender.send(
            desk.complete(receipt.getRunId()), context(), records, watch, message.timestamp());
      }
    }
  }

  @Override
  public void close() {
    if (records != null) {
      records.close();
    }
  }
}
