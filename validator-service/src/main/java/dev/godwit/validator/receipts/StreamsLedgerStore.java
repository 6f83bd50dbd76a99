package dev.godwit.validator.receipts;

import dev.godwit.receipt.v1.Receipt;
import dev.godwit.validator.ledger.LedgerStore;
import dev.godwit.validator.ledger.ReceiptRange;
import dev.godwit.validator.ledger.SeenReceipt;
import dev.godwit.validator.ledger.StoredReceipt;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * {@link LedgerStore} in the state stores of the topology. Keys are texts whose order is that of
 * the offsets; sums are receipts in the form of {@link StoredReceipt}. The key of a line of a
 * replay names its number behind the partition, so that the keys of all other lines are as they
 * were.
 */
final class StreamsLedgerStore implements LedgerStore {
  private static final char SEPARATOR = '\u001f';
  private static final String CONFLICTS = "conflicts";
  private static final String REPLAY = "~";
  private static final StringSerializer TEXT = new StringSerializer();

  private final KeyValueStore<String, byte[]> ranges;
  private final KeyValueStore<String, byte[]> sums;
  private final KeyValueStore<String, byte[]> closed;
  private final KeyValueStore<String, byte[]> frozen;

  StreamsLedgerStore(
      KeyValueStore<String, byte[]> ranges,
      KeyValueStore<String, byte[]> sums,
      KeyValueStore<String, byte[]> closed,
      KeyValueStore<String, byte[]> frozen) {
    this.ranges = ranges;
    this.sums = sums;
    this.closed = closed;
    this.frozen = frozen;
  }

  @Override
  public Optional<SeenReceipt> seen(ReceiptRange range) {
    return Optional.ofNullable(ranges.get(key(range))).map(SeenReceipt::fromBytes);
  }

  @Override
  public Optional<SeenReceipt> before(ReceiptRange range) {
    String line = prefix(range.line());
    return first(
            ranges.reverseRange(line + ordered(Long.MIN_VALUE), line + ordered(range.fromOffset())),
            key -> offset(line, key) < range.fromOffset())
        .map(entry -> SeenReceipt.fromBytes(entry.value));
  }

  @Override
  public Optional<Long> nextOffset(ReceiptRange range) {
    String line = prefix(range.line());
    return first(
            ranges.range(line + ordered(range.fromOffset()), line + ordered(Long.MAX_VALUE)),
            key -> offset(line, key) > range.fromOffset())
        .map(entry -> offset(line, entry.key));
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
    sums.put(prefix(line), bytes(sum));
  }

  @Override
  public List<Receipt> sums(String runId) {
    String conflicts = conflictsKey(runId);
    List<Receipt> found = new ArrayList<>();
    visit(
        sums.prefixScan(runId + SEPARATOR, TEXT),
        (key, value) -> {
          if (!key.equals(conflicts)) {
            found.add(receipt(value));
          }
        });
    return found;
  }

  @Override
  public Optional<Long> closedUpTo(ReceiptRange.Line line) {
    return Optional.ofNullable(closed.get(prefix(line))).map(b -> ByteBuffer.wrap(b).getLong());
  }

  @Override
  public void close(ReceiptRange.Line line, long toOffset) {
    String prefix = prefix(line);
    closed.put(prefix, ByteBuffer.allocate(Long.BYTES).putLong(toOffset).array());
    drop(ranges, prefix + ordered(Long.MIN_VALUE), prefix + ordered(toOffset - 1));
  }

  @Override
  public SortedMap<Integer, Receipt> frozen(ReceiptRange.Line line) {
    String prefix = prefix(line);
    SortedMap<Integer, Receipt> byCut = new TreeMap<>();
    visit(
        frozen.prefixScan(prefix, TEXT),
        (key, value) -> byCut.put((int) offset(prefix, key), receipt(value)));
    return byCut;
  }

  @Override
  public void putFrozen(ReceiptRange.Line line, int cut, Receipt sum) {
    frozen.put(prefix(line) + ordered(cut), bytes(sum));
  }

  @Override
  public void dropFrozen(ReceiptRange.Line line, int cut) {
    drop(frozen, prefix(line) + ordered(Long.MIN_VALUE), prefix(line) + ordered(cut));
  }

  /**
   * Passes all entries that exist: the iterator of a cached store can contain an entry, without a
   * value, that was deleted since the last commit.
   */
  private static void visit(
      KeyValueIterator<String, byte[]> entries, BiConsumer<String, byte[]> visitor) {
    try (entries) {
      while (entries.hasNext()) {
        KeyValue<String, byte[]> entry = entries.next();
        if (entry.value != null) {
          visitor.accept(entry.key, entry.value);
        }
      }
    }
  }

  /** The first entry that exists and whose key is wanted. */
  private static Optional<KeyValue<String, byte[]>> first(
      KeyValueIterator<String, byte[]> entries, Predicate<String> wanted) {
    try (entries) {
      while (entries.hasNext()) {
        KeyValue<String, byte[]> entry = entries.next();
        if (entry.value != null && wanted.test(entry.key)) {
          return Optional.of(entry);
        }
      }
      return Optional.empty();
    }
  }

  private static void drop(KeyValueStore<String, byte[]> store, String from, String to) {
    List<String> keys = new ArrayList<>();
    visit(store.range(from, to), (key, value) -> keys.add(key));
    keys.forEach(store::delete);
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
        + (line.isOfReplay() ? REPLAY + line.replay() : "")
        + SEPARATOR;
  }

  /** Sixteen digits whose order as text is that of the numbers, negative ones first. */
  private static String ordered(long offset) {
    return String.format("%016x", offset ^ Long.MIN_VALUE);
  }

  private static long offset(String line, String key) {
    return Long.parseUnsignedLong(key, line.length(), key.length(), 16) ^ Long.MIN_VALUE;
  }

  private static byte[] bytes(Receipt sum) {
    return StoredReceipt.bytes(sum);
  }

  private static Receipt receipt(byte[] bytes) {
    try {
      return StoredReceipt.receipt(bytes);
    } catch (IOException | RuntimeException e) {
      throw new IllegalStateException(
          "Expected a sum of receipts that this build can read in the store, but: %s. Stop the validator, reset its application with kafka-streams-application-reset, and start it: the receipts are booked again"
              .formatted(e),
          e);
    }
  }
}
