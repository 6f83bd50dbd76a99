package dev.godwit.validator.receipts;

import dev.godwit.receipt.v1.Ledger;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Topics;
import dev.godwit.task.v1.ReconcileCut;
import dev.godwit.validator.ledger.ReceiptBook;
import dev.godwit.validator.ledger.ReceiptBook.Outcome;
import dev.godwit.validator.ledger.RunLedger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Where a request and the receipts of its run meet. Both processors of the topology have a desk of
 * their own over the same stores; the task's one thread uses them in turn.
 */
final class LedgerDesk {
  private static final char SEPARATOR = '\u001f';
  private static final byte[] ANSWERED = new byte[0];
  private static final StringSerializer TEXT = new StringSerializer();

  private final StreamsLedgerStore ledgers;
  private final ReceiptBook book;
  private final KeyValueStore<String, byte[]> requests;
  private final RecordBytes records;

  LedgerDesk(ProcessorContext<String, byte[]> context, RecordBytes records) {
    this.ledgers =
        new StreamsLedgerStore(
            context.getStateStore(LedgerTopology.RANGES),
            context.getStateStore(LedgerTopology.SUMS));
    this.book = new ReceiptBook(ledgers);
    this.requests = context.getStateStore(LedgerTopology.REQUESTS);
    this.records = records;
  }

  Outcome book(Receipt receipt) {
    return book.book(receipt);
  }

  /** Keeps a request, unless it is there or was answered already. */
  void keep(ReconcileCut request) {
    String key = key(runId(request), request.getCut());
    if (requests.get(key) == null) {
      requests.put(key, records.write(Topics.LEDGER_REQUESTS, request));
    }
  }

  /** Ledgers of the run that are complete now; each is given once. */
  List<Ledger> complete(String runId) {
    List<Ledger> complete = new ArrayList<>();
    for (ReconcileCut request : waiting(runId)) {
      answer(request)
          .ifPresent(
              ledger -> {
                requests.put(key(runId, request.getCut()), ANSWERED);
                complete.add(ledger);
              });
    }
    return complete;
  }

  private Optional<Ledger> answer(ReconcileCut request) {
    String runId = runId(request);
    RunLedger ledger = new RunLedger(request, ledgers.sums(runId), ledgers.conflicts(runId));
    return ledger.isComplete() ? Optional.of(ledger.toRecord()) : Optional.empty();
  }

  private List<ReconcileCut> waiting(String runId) {
    List<ReconcileCut> waiting = new ArrayList<>();
    try (KeyValueIterator<String, byte[]> all = requests.prefixScan(runId + SEPARATOR, TEXT)) {
      while (all.hasNext()) {
        KeyValue<String, byte[]> entry = all.next();
        if (entry.value.length > 0) {
          waiting.add(request(entry.value));
        }
      }
    }
    return waiting;
  }

  private ReconcileCut request(byte[] value) {
    try {
      return (ReconcileCut) records.read(Topics.LEDGER_REQUESTS, value);
    } catch (dev.godwit.serdes.UnreadableRecordException e) {
      throw new IllegalStateException(
          "Expected a request that was readable when it was kept, but: " + e.getMessage(), e);
    }
  }

  private static String runId(ReconcileCut request) {
    return request.getEnvelope().getCustomer() + "/" + request.getEnvelope().getRun();
  }

  private static String key(String runId, int cut) {
    return runId + SEPARATOR + cut;
  }
}
