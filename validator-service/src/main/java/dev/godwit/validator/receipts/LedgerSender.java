package dev.godwit.validator.receipts;

import dev.godwit.receipt.v1.Ledger;
import dev.godwit.records.Topics;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Sends complete ledgers on, keyed by run. */
final class LedgerSender {
  private LedgerSender() {}

  static void send(
      List<Ledger> ledgers,
      ProcessorContext<String, byte[]> context,
      RecordBytes records,
      ReceiptWatch watch,
      long timestampMillis) {
    for (Ledger ledger : ledgers) {
      context.forward(
          new Record<>(ledger.getRunId(), records.write(Topics.LEDGERS, ledger), timestampMillis));
      watch.ledger(ledger);
    }
  }
}
