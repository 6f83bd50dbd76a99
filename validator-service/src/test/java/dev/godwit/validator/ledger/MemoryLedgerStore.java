package dev.godwit.validator.ledger;

import dev.godwit.receipt.v1.Receipt;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The book's memory in maps. */
final class MemoryLedgerStore implements LedgerStore {
  private final Map<ReceiptRange.Line, NavigableMap<Long, SeenReceipt>> seen = new HashMap<>();
  private final Map<ReceiptRange.Line, Receipt> sums = new HashMap<>();
  private final Map<ReceiptRange.Line, Long> closed = new HashMap<>();
  private final Map<ReceiptRange.Line, TreeMap<Integer, Receipt>> frozen = new HashMap<>();
  private final Map<String, Long> conflicts = new HashMap<>();

  private NavigableMap<Long, SeenReceipt> line(ReceiptRange range) {
    return seen.computeIfAbsent(range.line(), l -> new TreeMap<>());
  }

  @Override
  public Optional<SeenReceipt> seen(ReceiptRange range) {
    return Optional.ofNullable(line(range).get(range.fromOffset()));
  }

  @Override
  public Optional<SeenReceipt> before(ReceiptRange range) {
    return Optional.ofNullable(line(range).lowerEntry(range.fromOffset())).map(Map.Entry::getValue);
  }

  @Override
  public Optional<Long> nextOffset(ReceiptRange range) {
    return Optional.ofNullable(line(range).higherKey(range.fromOffset()));
  }

  @Override
  public void putSeen(ReceiptRange range, SeenReceipt receipt) {
    line(range).put(range.fromOffset(), receipt);
  }

  @Override
  public Optional<Receipt> sum(ReceiptRange.Line line) {
    return Optional.ofNullable(sums.get(line));
  }

  @Override
  public void putSum(ReceiptRange.Line line, Receipt sum) {
    sums.put(line, sum);
  }

  @Override
  public List<Receipt> sums(String runId) {
    return sums.values().stream().filter(s -> s.getRunId().equals(runId)).toList();
  }

  @Override
  public Optional<Long> closedUpTo(ReceiptRange.Line line) {
    return Optional.ofNullable(closed.get(line));
  }

  @Override
  public void close(ReceiptRange.Line line, long toOffset) {
    closed.put(line, toOffset);
    seen.getOrDefault(line, new TreeMap<>()).headMap(toOffset).clear();
  }

  @Override
  public SortedMap<Integer, Receipt> frozen(ReceiptRange.Line line) {
    return new TreeMap<>(frozen.getOrDefault(line, new TreeMap<>()));
  }

  @Override
  public void putFrozen(ReceiptRange.Line line, int cut, Receipt sum) {
    frozen.computeIfAbsent(line, l -> new TreeMap<>()).put(cut, sum);
  }

  @Override
  public void dropFrozen(ReceiptRange.Line line, int cut) {
    frozen.getOrDefault(line, new TreeMap<>()).headMap(cut + 1).clear();
  }

  /** The same memory again, independent of this. */
  MemoryLedgerStore copy() {
    MemoryLedgerStore copy = new MemoryLedgerStore();
    seen.forEach((line, ranges) -> copy.seen.put(line, new TreeMap<>(ranges)));
    copy.sums.putAll(sums);
    copy.closed.putAll(closed);
    frozen.forEach((line, byCut) -> copy.frozen.put(line, new TreeMap<>(byCut)));
    copy.conflicts.putAll(conflicts);
    return copy;
  }

  /** How many ranges and frozen sums are kept. */
  long size() {
    return seen.values().stream().mapToLong(NavigableMap::size).sum()
        + frozen.values().stream().mapToLong(NavigableMap::size).sum();
  }

  @Override
  public long conflicts(String runId) {
    return conflicts.getOrDefault(runId, 0L);
  }

  @Override
  public void putConflicts(String runId, long count) {
    conflicts.put(runId, count);
  }
}
