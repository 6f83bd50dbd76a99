package dev.godwit.extractor.engagement.returns;

import java.util.Arrays;

/** Set of whole numbers, 16 to 32 bytes each. Not thread-safe. */
final class LongSet {
  private static final int SMALLEST = 1024;
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private long[] keys = new long[SMALLEST];
  private int size;
  private boolean hasZero;

  /** Adds a number; false where it is there already. */
  boolean add(long key) {
    if (key == 0) {
      boolean added = !hasZero;
      hasZero = true;
      return added;
    }
    int at = place(keys, key);
    if (keys[at] == key) {
      return false;
    }
    keys[at] = key;
    size++;
    if (size > keys.length / 2) {
      grow();
    }
    return true;
  }

  private void grow() {
    long[] larger = new long[keys.length * 2];
    for (long key : keys) {
      if (key != 0) {
        larger[place(larger, key)] = key;
      }
    }
    keys = larger;
  }

  private static int place(long[] keys, long key) {
    int at = (int) (key * SPREAD >>> 32) & keys.length - 1;
    while (keys[at] != 0 && keys[at] != key) {
      at = at + 1 & keys.length - 1;
    }
    return at;
  }

  int size() {
    return size + (hasZero ? 1 : 0);
  }

  void clear() {
    Arrays.fill(keys, 0);
    size = 0;
    hasZero = false;
  }
}
