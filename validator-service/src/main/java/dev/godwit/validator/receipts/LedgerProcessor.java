package dev.godwit.validator.receipts;

import dev.godwit.receipt.v1.Ledger;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Topics;
import dev.godwit.task.v1.ReconcileCut;
import dev.godwit.validator.ledger.RunLedger;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.crash.CrashPoint;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Books receipts, or keeps requests for a verdict, by the topic that it reads; then forwards the
 * ledgers that are complete now, keyed by run. An unreadable value is reported and skipped; a run
 * whose receipt is lost that way is never reconciled.
 */
final class LedgerProcessor extends ContextualProcessor<String, byte[], String, byte[]> {
  private final String topic;
  private final Supplier<RecordBytes> openRecords;
  private final LedgerListener listener;
  private RecordBytes records;
  private OpenLedgers ledgers;

  /**
   * A processor.
   *
   * @param topic {@link Topics#RECEIPTS} or {@link Topics#LEDGER_REQUESTS}
   */
  LedgerProcessor(String topic, Supplier<RecordBytes> openRecords, LedgerListener listener) {
    this.topic = topic;
    this.openRecords = openRecords;
    this.listener = listener;
  }

  @Override
  public void init(ProcessorContext<String, byte[]> context) {
    super.init(context);
    records = openRecords.get();
    ledgers = new OpenLedgers(context, records);
  }

  @Override
  public void process(Record<String, byte[]> message) {
    CrashPoint.VALIDATOR_LEDGER_BEFORE_BOOKING.reach();
    SpecificRecord record;
    try {
      record = records.read(topic, message.value());
    } catch (UnreadableRecordException e) {
      context()
          .recordMetadata()
          .ifPresent(
              at -> listener.unreadable(at.topic(), at.partition(), at.offset(), e.getMessage()));
      return;
    }
    if (record instanceof Receipt receipt && topic.equals(Topics.RECEIPTS)) {
      long offset = context().recordMetadata().map(RecordMetadata::offset).orElse(0L);
      listener.booked(receipt, ledgers.book(receipt, offset));
      if (ledgers.mayComplete(receipt)) {
        forwardComplete(receipt.getRunId(), message.timestamp());
      }
    } else if (record instanceof ReconcileCut request && topic.equals(Topics.LEDGER_REQUESTS)) {
      ledgers.keep(request);
      ledgers.again(request).ifPresent(ledger -> forward(ledger, message.timestamp()));
      forwardComplete(RunLedger.runId(request), message.timestamp());
    }
    CrashPoint.VALIDATOR_LEDGER_BEFORE_COMMIT.reach();
  }

  private void forwardComplete(String runId, long timestampMillis) {
    ledgers.complete(runId).forEach(ledger -> forward(ledger, timestampMillis));
  }

  private void forward(Ledger ledger, long timestampMillis) {
    context()
        .forward(
            new Record<>(
                ledger.getRunId(), records.write(Topics.LEDGERS, ledger), timestampMillis));
    listener.complete(ledger);
  }

  @Override
  public void close() {
    if (records != null) {
      records.close();
    }
  }
}
