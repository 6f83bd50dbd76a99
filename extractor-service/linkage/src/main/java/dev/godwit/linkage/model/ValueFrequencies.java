package dev.godwit.linkage.model;

import dev.godwit.linkage.store.RowStore;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.util.Arrays;

/**
 * The number of rows with each value of a column. Only values of three rows and more are held, and
 * no more than 200,000 of them, the most frequent: of any other the greatest possible number is
 * given. Thread-safe.
 */
final class ValueFrequencies {
  private static final int MAX_VALUES = 200_000;
  private static final int PARTITION_ROWS = 1 << 21;
  private static final int FIRST_FLOOR = 3;

  private final Long2IntOpenHashMap counts = new Long2IntOpenHashMap();
  private int floor = FIRST_FLOOR;
  private long present;

  ValueFrequencies(RowStore store, int column) {
    int rows = store.rows();
    int partitions = (rows + PARTITION_ROWS - 1) / PARTITION_ROWS;
    for (int p = 0; p < partitions; p++) {
      long[] hashes = new long[Math.min(rows, PARTITION_ROWS)];
      int size = 0;
      for (int row = 0; row < rows; row++) {
        long hash = store.valueHash(row, column);
        if (hash != 0 && Long.remainderUnsigned(hash, partitions) == p) {
          if (size == hashes.length) {
            hashes = Arrays.copyOf(hashes, size + size / 2 + 16);
          }
          hashes[size++] = hash;
        }
      }
      Arrays.sort(hashes, 0, size);
      present += size;
      count(hashes, size);
    }
    counts.trim();
  }

  private void count(long[] sorted, int size) {
    int from = 0;
    for (int i = 1; i <= size; i++) {
      if (i == size || sorted[i] != sorted[from]) {
        if (i - from >= floor) {
          counts.put(sorted[from], i - from);
          raiseFloor();
        }
        from = i;
      }
    }
  }

  private void raiseFloor() {
    while (counts.size() > MAX_VALUES) {
      floor++;
      counts.long2IntEntrySet().removeIf(entry -> entry.getIntValue() < floor);
    }
  }

  /** Number of rows with a value: exact from {@link #FIRST_FLOOR} on, at most too great below. */
  int rows(long hash) {
    int count = counts.get(hash);
    return count == 0 ? floor - 1 : count;
  }

  /** Number of rows with any value. */
  long present() {
    return present;
  }
}
