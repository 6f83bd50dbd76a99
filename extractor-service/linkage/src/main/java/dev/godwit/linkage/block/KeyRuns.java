package dev.godwit.linkage.block;

import java.util.Arrays;
import java.util.function.IntToLongFunction;

/**
 * Rows with equal keys, found by sorting keys in bounded memory: the rows are taken in several
 * partitions by key where they are many. A key is cut to 36 bits, so a run may rarely hold rows of
 * two keys.
 */
final class KeyRuns {
  private static final int ROW_BITS = 28;
  private static final long ROW_MASK = (1L << ROW_BITS) - 1;

  /** Most rows of a store: 268 millions. */
  static final int MAX_ROWS = 1 << ROW_BITS;

  private static final int PARTITION_ROWS = 1 << 21;

  private KeyRuns() {}

  /** Takes rows. */
  interface RunVisitor {
    /** Takes the rows of a run, in ascending order; at least two. */
    void run(int[] rows);
  }

  /**
   * Gives all runs of two rows and more, in the order of their keys. Rows with key 0 are in none.
   */
  static void forEach(int rows, IntToLongFunction keys, RunVisitor visitor) {
    int partitions = (rows + PARTITION_ROWS - 1) / PARTITION_ROWS;
    for (int p = 0; p < partitions; p++) {
      long[] packed = new long[Math.min(rows, PARTITION_ROWS)];
      int size = 0;
      for (int row = 0; row < rows; row++) {
        long key = keys.applyAsLong(row);
        if (key != 0 && (partitions == 1 || Long.remainderUnsigned(key, partitions) == p)) {
          if (size == packed.length) {
            packed = Arrays.copyOf(packed, size + size / 2 + 16);
          }
          packed[size++] = pack(key, row);
        }
      }
      sorted(packed, size, visitor);
    }
  }

  /** Gives the runs of some rows. */
  static void forEach(int[] rows, IntToLongFunction keys, RunVisitor visitor) {
    long[] packed = new long[rows.length];
    int size = 0;
    for (int row : rows) {
      long key = keys.applyAsLong(row);
      if (key != 0) {
        packed[size++] = pack(key, row);
      }
    }
    sorted(packed, size, visitor);
  }

  private static long pack(long key, int row) {
    return (key & ~ROW_MASK) | row;
  }

  private static void sorted(long[] packed, int size, RunVisitor visitor) {
    Arrays.sort(packed, 0, size);
    int from = 0;
    for (int i = 1; i <= size; i++) {
      if (i == size || (packed[i] & ~ROW_MASK) != (packed[from] & ~ROW_MASK)) {
        if (i - from > 1) {
          int[] rows = new int[i - from];
          for (int r = from; r < i; r++) {
            rows[r - from] = (int) (packed[r] & ROW_MASK);
          }
          visitor.run(rows);
        }
        from = i;
      }
    }
  }
}
