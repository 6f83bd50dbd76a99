package dev.godwit.validator.differences;

/**
 * Map from the hash of a key to the sum of the hashes of the rows with that key, in two arrays of
 * numbers: 17 bytes a place, at most 60 % of them taken. Grows by doubling. Not thread-safe.
 */
final class KeyHashes {
  private static final byte FREE = 0;
  private static final byte TAKEN = 1;
  private static final byte REMOVED = 2;
  private static final int SMALLEST = 1024;
  private static final double LOAD = 0.6;

  private long[] keys = new long[SMALLEST];
  private long[] sums = new long[SMALLEST];
  private byte[] states = new byte[SMALLEST];
  private int used;
  private int size;

  /** Keys in the map. */
  int size() {
    return size;
  }

  /** Adds a row's hash to its key's sum. */
  void add(long key, long rowHash) {
    int at = find(key);
    if (at >= 0) {
      sums[at] += rowHash;
      return;
    }
    if (used + 1 > states.length * LOAD) {
      grow();
    }
    put(key, rowHash);
  }

  /** Whether the key is there. */
  boolean contains(long key) {
    return find(key) >= 0;
  }

  /** Sum of a key that is there. */
  long sum(long key) {
    int at = find(key);
    if (at < 0) {
      throw new IllegalArgumentException("Expected a key that is in the map, found another");
    }
    return sums[at];
  }

  /** Takes a key out; nothing happens where it is not there. */
  void remove(long key) {
    int at = find(key);
    if (at >= 0) {
      states[at] = REMOVED;
      size--;
    }
  }

  private int find(long key) {
    int mask = states.length - 1;
    int at = slot(key, mask);
    while (states[at] != FREE) {
      if (states[at] == TAKEN && keys[at] == key) {
        return at;
      }
      at = at + 1 & mask;
    }
    return -1;
  }

  private void put(long key, long sum) {
    int mask = states.length - 1;
    int at = slot(key, mask);
    while (states[at] != FREE) {
      at = at + 1 & mask;
    }
    states[at] = TAKEN;
    keys[at] = key;
    sums[at] = sum;
    used++;
    size++;
  }

  private void grow() {
    long[] oldKeys = keys;
    long[] oldSums = sums;
    byte[] oldStates = states;
    int places = Math.multiplyExact(oldStates.length, 2);
    keys = new long[places];
    sums = new long[places];
    states = new byte[places];
    used = 0;
    size = 0;
    for (int i = 0; i < oldStates.length; i++) {
      if (oldStates[i] == TAKEN) {
        put(oldKeys[i], oldSums[i]);
      }
    }
  }

  /** The low bits of the keys are alike (they are those of the bucket); the high ones are not. */
  private static int slot(long key, int mask) {
    return (int) (key >>> 20) & mask;
  }
}
