package dev.godwit.loader.load;

import java.util.Arrays;

/** Key hash and row hash of the rows of one table in a batch, in order. Not thread-safe. */
final class RowHashes {
  private long[] values = new long[256];
  private int rows;

  void add(long keyHash, long rowHash) {
    if (2 * rows == values.length) {
      values = Arrays.copyOf(values, values.length * 2);
    }
    values[2 * rows] = keyHash;
    values[2 * rows + 1] = rowHash;
    rows++;
  }

  void truncate(int toRows) {
    rows = toRows;
  }

  int size() {
    return rows;
  }

  long key(int row) {
    return values[2 * row];
  }

  long row(int row) {
    return values[2 * row + 1];
  }
}
