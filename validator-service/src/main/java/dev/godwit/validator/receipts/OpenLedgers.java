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
import org.apache.avro.specific.SpecificRecord;
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

  /** No run's id begins so, as those of the next key and of the ledgers' keys do. */
  private static final String BOOKED_UP_TO = SEPARATOR + "booked-up-to";

  private static final String LAST_LEDGER = SEPARATOR + "ledger" + SEPARATOR;

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

  /**
   * Books the receipt at an offset of its topic.
   *
   * @param offset offset in {@code crm.receipts.v1}
   */
  Outcome book(Receipt receipt, long offset) {
    requests.put(BOOKED_UP_TO, ByteBuffer.allocate(Long.BYTES).putLong(offset + 1).array());
    return book.book(receipt);
  }

  /**
   * True where a receipt may complete a ledger: it books a cut or a gain of a replay, or the run
   * waits for records that a replay of the transformer added behind the cuts.
   */
  boolean mayComplete(Receipt receipt) {
    return receipt.getCut() > 0
        || receipt.getReplay() > 0
        || waiting(receipt.getRunId()).stream().anyMatch(r -> !r.getReleased().isEmpty());
  }

  /**
   * Keeps a request, unless its cut or a later one has its ledger. A task that was dispatched again
   * replaces the one before: the answer names the newest.
   */
  void keep(ReconcileCut request) {
    String runId = RunLedger.runId(request);
    if (request.getCut() > lastAnswered(runId)) {
      requests.put(key(runId, request.getCut()), records.write(Topics.LEDGER_REQUESTS, request));
    }
  }

  /**
   * The ledger of the run's last cut once more, where another task asks for it: the verdict failed,
   * and the run was resumed. Its sums of live engagement are settled, so that it cannot be computed
   * again. Empty where the cut has no ledger yet, or this task had it.
   */
  Optional<Ledger> again(ReconcileCut request) {
    String runId = RunLedger.runId(request);
    byte[] kept = requests.get(LAST_LEDGER + runId);
    if (kept == null) {
      return Optional.empty();
    }
    Ledger last = (Ledger) read(Topics.LEDGERS, kept);
    String taskId = request.getEnvelope().getTaskId();
    if (last.getCut() != request.getCut() || last.getTaskId().equals(taskId)) {
      return Optional.empty();
    }
    last.setTaskId(taskId);
    keepLast(runId, last);
    return Optional.of(last);
  }

  private void keepLast(String runId, Ledger ledger) {
    requests.put(LAST_LEDGER + runId, records.write(Topics.LEDGERS, ledger));
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
                if (request.getCommitted()) {
                  book.acknowledgeLost(runId);
                }
                keepLast(runId, ledger);
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
    return ledger.isComplete()
        ? Optional.of(Ledger.newBuilder(ledger.toRecord()).setReceiptsOffset(bookedUpTo()).build())
        : Optional.empty();
  }

  private long bookedUpTo() {
    byte[] offset = requests.get(BOOKED_UP_TO);
    return offset == null ? 0 : ByteBuffer.wrap(offset).getLong();
  }

  private List<ReconcileCut> waiting(String runId) {
    List<ReconcileCut> waiting = new ArrayList<>();
    try (KeyValueIterator<String, byte[]> all = requests.prefixScan(runId + SEPARATOR, TEXT)) {
      while (all.hasNext()) {
        KeyValue<String, byte[]> entry = all.next();
        if (!entry.key.endsWith(SEPARATOR + ANSWERED) && entry.value.length > 0) {
          waiting.add((ReconcileCut) read(Topics.LEDGER_REQUESTS, entry.value));
        }
      }
    }
    waiting.sort(Comparator.comparingInt(ReconcileCut::getCut));
    return waiting;
  }

  private SpecificRecord read(String topic, byte[] value) {
    try {
      return records.read(topic, value);
    } catch (UnreadableRecordException e) {
      throw new IllegalStateException(
          "Expected a record that was readable when it was kept, but: " + e.getMessage(), e);
    }
  }

  private static String key(String runId, int cut) {
    return runId + SEPARATOR + cut;
  }
}
