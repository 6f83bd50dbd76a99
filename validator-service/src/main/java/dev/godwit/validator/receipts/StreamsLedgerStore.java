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
    String line = prefix(range.line());
    try (KeyValueIterator<String, byte[]> before =
        ranges.reverseRange(line + ordered(Long.MIN_VALUE), line + ordered(range.fromOffset()))) {
      while (before.hasNext()) {
        KeyValue<String, byte[]> entry = before.next();
        if (offset(line, entry.key) < range.fromOffset()) {
          return Optional.of(SeenReceipt.fromBytes(entry.value));
        }
      }
      return Optional.empty();
    }
  }

  @Override
  public Optional<Long> nextOffset(ReceiptRange range) {
    String line = prefix(range.line());
    try (KeyValueIterator<String, byte[]> after =
        ranges.range(line + ordered(range.fromOffset()), line + ordered(Long.MAX_VALUE))) {
      while (after.hasNext()) {
        long next = offset(line, after.next().key);
        if (next > range.fromOffset()) {
          return Optional.of(next);
        }
      }
      return Optional.empty();
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
    return prefix(range.line()) + ordered(range.fromOffset());
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

  /** Sixteen digits whose order as text is that of the numbers, negative ones first. */
  private static String ordered(long offset) {
    return String.format("%016x", offset ^ Long.MIN_VALUE);
  }

  private static long offset(String line, String key) {
    return Long.parseUnsignedLong(key, line.length(), key.length(), 16) ^ Long.MIN_VALUE;
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
