package dev.godwit.validator.ledger;

import dev.godwit.receipt.v1.Receipt;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The book's memory in maps. */
final class MemoryLedgerStore implements LedgerStore {
  private final Map<ReceiptRange.Line, TreeMap<Long, SeenReceipt>> seen = new HashMap<>();
  private final Map<ReceiptRange.Line, Receipt> sums = new HashMap<>();
  private final Map<String, Long> conflicts = new HashMap<>();

  private TreeMap<Long, SeenReceipt> line(ReceiptRange range) {
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
  public long conflicts(String runId) {
    return conflicts.getOrDefault(runId, 0L);
  }

  @Override
  public void putConflicts(String runId, long count) {
    conflicts.put(runId, count);
  }
}
