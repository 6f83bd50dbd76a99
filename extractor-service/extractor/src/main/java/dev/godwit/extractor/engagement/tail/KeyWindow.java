package dev.godwit.extractor.engagement.tail;

import java.util.Arrays;

/**
 * A sorted set of keys, 8 bytes each. It is fast where added keys are mostly greater than the
 * others and the least keys are removed. Not thread-safe.
 */
final class KeyWindow {
  private static final int SMALLEST = 64;

  private long[] keys = new long[SMALLEST];
  private int from;
  private int to;

  int size() {
    return to - from;
  }

  boolean contains(long key) {
    return Arrays.binarySearch(keys, from, to, key) >= 0;
  }

  /** Adds a key; false where it is there already. */
  boolean add(long key) {
    int at = size() == 0 || key > keys[to - 1] ? -to - 1 : Arrays.binarySearch(keys, from, to, key);
    if (at >= 0) {
      return false;
    }
    int index = -at - 1 - from;
    makeRoom();
    System.arraycopy(keys, from + index, keys, from + index + 1, to - from - index);
    keys[from + index] = key;
    to++;
    return true;
  }

  private void makeRoom() {
    if (to < keys.length) {
      return;
    }
    int size = size();
    long[] moved = size > keys.length / 2 ? new long[keys.length * 2] : keys;
    System.arraycopy(keys, from, moved, 0, size);
    keys = moved;
    from = 0;
    to = size;
  }

  /** Removes all keys up to and including one. */
  void removeUpTo(long key) {
    int at = Arrays.binarySearch(keys, from, to, key);
    from = at >= 0 ? at + 1 : -at - 1;
    if (from == to) {
      from = 0;
      to = 0;
    }
  }

  /** Removes all keys above one. */
  void removeAbove(long key) {
    int at = Arrays.binarySearch(keys, from, to, key);
    to = at >= 0 ? at + 1 : -at - 1;
    if (keys.length > SMALLEST && size() <= keys.length / 4) {
      keys = Arrays.copyOfRange(keys, from, from + Math.max(SMALLEST, keys.length / 2));
      to -= from;
      from = 0;
    }
  }

  /** The key at a position in ascending order, from 0. */
  long get(int index) {
    return keys[from + index];
  }
}
