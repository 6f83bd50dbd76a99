package dev.godwit.validator.receipts;

import dev.godwit.receipt.v1.Ledger;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Topics;
import dev.godwit.task.v1.ReconcileCut;
import dev.godwit.validator.ledger.ReceiptBook;
import dev.godwit.validator.ledger.ReceiptBook.Outcome;
import dev.godwit.validator.ledger.RunLedger;
import dev.godwit.wire.UnreadableRecordException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Requests for a verdict that wait for their ledger, together with the receipts that are booked.
 * Each processor of the topology has an object of its own over the same stores; the one thread of
 * their task uses them in turn.
 */
final class OpenLedgers {
  private static final char SEPARATOR = '\u001f';
  private static final String ANSWERED = "answered";
  private static final StringSerializer TEXT = new StringSerializer();

  private final StreamsLedgerStore ledgers;
  private final ReceiptBook book;
  private final KeyValueStore<String, byte[]> requests;
  private final RecordBytes records;

  OpenLedgers(ProcessorContext<String, byte[]> context, RecordBytes records) {
    this.ledgers =
        new StreamsLedgerStore(
            context.getStateStore(LedgerTopology.RANGES),
            context.getStateStore(LedgerTopology.SUMS),
            context.getStateStore(LedgerTopology.CLOSED),
            context.getStateStore(LedgerTopology.FROZEN));
    this.book = new ReceiptBook(ledgers);
    this.requests = context.getStateStore(LedgerTopology.REQUESTS);
    this.records = records;
  }

  Outcome book(Receipt receipt) {
    return book.book(receipt);
  }

  /** Keeps a request, unless it is kept already, or its cut or a later one has its ledger. */
  void keep(ReconcileCut request) {
    String runId = RunLedger.runId(request);
    String key = key(runId, request.getCut());
    if (request.getCut() > lastAnswered(runId) && requests.get(key) == null) {
      requests.put(key, records.write(Topics.LEDGER_REQUESTS, request));
    }
  }

  private int lastAnswered(String runId) {
    byte[] cut = requests.get(runId + SEPARATOR + ANSWERED);
    return cut == null ? Integer.MIN_VALUE : ByteBuffer.wrap(cut).getInt();
  }

  /** Ledgers of the run that are complete now; each is given once. */
  List<Ledger> complete(String runId) {
    List<Ledger> complete = new ArrayList<>();
    for (ReconcileCut request : waiting(runId)) {
      answer(request)
          .ifPresent(
              ledger -> {
                answered(runId, request.getCut());
                complete.add(ledger);
              });
    }
    return complete;
  }

  private void answered(String runId, int cut) {
    requests.delete(key(runId, cut));
    if (cut > lastAnswered(runId)) {
      requests.put(
          runId + SEPARATOR + ANSWERED, ByteBuffer.allocate(Integer.BYTES).putInt(cut).array());
    }
    book.settle(runId, cut);
  }

  private Optional<Ledger> answer(ReconcileCut request) {
    String runId = RunLedger.runId(request);
    RunLedger ledger =
        new RunLedger(
            request,
            ledgers.sums(runId),
            book.frozenAt(runId, request.getCut()),
            ledgers.conflicts(runId));
    return ledger.isComplete() ? Optional.of(ledger.toRecord()) : Optional.empty();
  }

  private List<ReconcileCut> waiting(String runId) {
    List<ReconcileCut> waiting = new ArrayList<>();
    try (KeyValueIterator<String, byte[]> all = requests.prefixScan(runId + SEPARATOR, TEXT)) {
      while (all.hasNext()) {
        KeyValue<String, byte[]> entry = all.next();
        if (!entry.key.endsWith(SEPARATOR + ANSWERED) && entry.value.length > 0) {
          waiting.add(request(entry.value));
        }
      }
    }
    waiting.sort(Comparator.comparingInt(ReconcileCut::getCut));
    return waiting;
  }

  private ReconcileCut request(byte[] value) {
    try {
      return (ReconcileCut) records.read(Topics.LEDGER_REQUESTS, value);
    } catch (UnreadableRecordException e) {
      throw new IllegalStateException(
          "Expected a request that was readable when it was kept, but: " + e.getMessage(), e);
    }
  }

  private static String key(String runId, int cut) {
    return runId + SEPARATOR + cut;
  }
}
