package dev.godwit.validator.receipts;

import dev.godwit.records.Topics;
import dev.godwit.task.v1.ReconcileCut;
import dev.godwit.wire.UnreadableRecordException;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Keeps requests for a verdict; looks at once whether the ledger is complete already. */
final class RequestProcessor extends ContextualProcessor<String, byte[], String, byte[]> {
  private final Supplier<RecordBytes> openRecords;
  private final ReceiptWatch watch;
  private RecordBytes records;
  private LedgerDesk desk;

  RequestProcessor(Supplier<RecordBytes> openRecords, ReceiptWatch watch) {
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
      record = records.read(Topics.LEDGER_REQUESTS, message.value());
    } catch (UnreadableRecordException e) {
      Unreadable.tell(watch, context(), e);
      return;
    }
    if (record instanceof ReconcileCut request) {
      desk.keep(request);
      String runId = request.getEnvelope().getCustomer() + "/" + request.getEnvelope().getRun();
      LedgerSender.send(desk.complete(runId), context(), records, watch, message.timestamp());
    }
  }

  @Override
  public void close() {
    if (records != null) {
      records.close();
    }
  }
}
