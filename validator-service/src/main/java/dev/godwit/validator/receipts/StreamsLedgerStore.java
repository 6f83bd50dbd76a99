package dev.godwit.validator.receipts;

import dev.godwit.receipt.v1.Receipt;
import dev.godwit.validator.ledger.LedgerStore;
import dev.godwit.validator.ledger.ReceiptRange;
import dev.godwit.validator.ledger.SeenReceipt;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The book's memory in two stores of the topology. Keys are texts whose order is that of the
 * offsets; sums are receipts in Avro's single-object encoding, which names its schema.
 */
final class StreamsLedgerStore implements LedgerStore {
  private static final char SEPARATOR = '\u001f';
  private static final String CONFLICTS = "conflicts";
  private static final StringSerializer TEXT = new StringSerializer();

  private final KeyValueStore<String, byte[]> ranges;
  private final KeyValueStore<String, byte[]> sums;

  StreamsLedgerStore(KeyValueStore<String, byte[]> ranges, KeyValueStore<String, byte[]> sums) {
    this.ranges = ranges;
    this.sums = sums;
  }

  @Override
  public Optional<SeenReceipt> seen(ReceiptRange range) {
    return Optional.ofNullable(ranges.get(key(range))).map(SeenReceipt::fromBytes);
  }

  @Override
  public Optional<SeenReceipt> before(ReceiptRange range) {
    if (range.fromOffset() == 0) {
      return Optional.empty();
    }
    String line = prefix(range.line());
    try (KeyValueIterator<String, byte[]> before =
        ranges.reverseRange(line + hex(0), line + hex(range.fromOffset() - 1))) {
      return before.hasNext()
          ? Optional.of(SeenReceipt.fromBytes(before.next().value))
          : Optional.empty();
    }
  }

  @Override
  public Optional<Long> nextOffset(ReceiptRange range) {
    String line = prefix(range.line());
    try (KeyValueIterator<String, byte[]> after =
        ranges.range(line + hex(range.fromOffset() + 1), line + hex(Long.MAX_VALUE))) {
      return after.hasNext()
          ? Optional.of(Long.parseLong(after.next().key.substring(line.length()), 16))
          : Optional.empty();
    }
  }

  @Override
  public void putSeen(ReceiptRange range, SeenReceipt seen) {
    ranges.put(key(range), seen.toBytes());
  }

  @Override
  public Optional<Receipt> sum(ReceiptRange.Line line) {
    return Optional.ofNullable(sums.get(prefix(line))).map(StreamsLedgerStore::receipt);
  }

  @Override
  public void putSum(ReceiptRange.Line line, Receipt sum) {
    try {
      ByteBuffer bytes = sum.toByteBuffer();
      byte[] value = new byte[bytes.remaining()];
      bytes.get(value);
      sums.put(prefix(line), value);
    } catch (IOException e) {
      throw new IllegalStateException("Expected a sum that can be encoded, but: " + e, e);
    }
  }

  @Override
  public List<Receipt> sums(String runId) {
    String conflicts = conflictsKey(runId);
    List<Receipt> found = new ArrayList<>();
    try (KeyValueIterator<String, byte[]> all = sums.prefixScan(runId + SEPARATOR, TEXT)) {
      while (all.hasNext()) {
        KeyValue<String, byte[]> entry = all.next();
        if (!entry.key.equals(conflicts)) {
          found.add(receipt(entry.value));
        }
      }
    }
    return found;
  }

  @Override
  public long conflicts(String runId) {
    byte[] count = sums.get(conflictsKey(runId));
    return count == null ? 0 : ByteBuffer.wrap(count).getLong();
  }

  @Override
  public void putConflicts(String runId, long conflicts) {
    sums.put(conflictsKey(runId), ByteBuffer.allocate(Long.BYTES).putLong(conflicts).array());
  }

  private static String conflictsKey(String runId) {
    return runId + SEPARATOR + CONFLICTS;
  }

  private static String key(ReceiptRange range) {
    return prefix(range.line()) + hex(range.fromOffset());
  }

  private static String prefix(ReceiptRange.Line line) {
    return line.runId()
        + SEPARATOR
        + line.stage()
        + SEPARATOR
        + line.entity()
        + SEPARATOR
        + line.partition()
        + SEPARATOR;
  }

  private static String hex(long offset) {
    return String.format("%016x", offset);
  }

  private static Receipt receipt(byte[] bytes) {
    try {
      return Receipt.fromByteBuffer(ByteBuffer.wrap(bytes));
    } catch (IOException | RuntimeException e) {
      throw new IllegalStateException(
          "Expected a sum of receipts of this build's schema in the store, but: "
              + e
              + ". Stop the validator, reset its application with kafka-streams-application-reset,"
              + " and start it: the receipts are booked again",
          e);
    }
  }
}
