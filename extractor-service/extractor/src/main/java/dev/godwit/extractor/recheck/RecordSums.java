package dev.godwit.extractor.recheck;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Digests of records in buckets by the hash of their value. Records that only one side has are in
 * the buckets that differ. 512 KiB. Not thread-safe.
 */
final class RecordSums {
  private static final int BUCKETS = 1 << 16;

  private final long[] sums = new long[BUCKETS];

  void add(long hash) {
    sums[bucket(hash)] += hash;
  }

  void addAll(RecordSums other) {
    for (int i = 0; i < BUCKETS; i++) {
      sums[i] += other.sums[i];
    }
  }

  void clear() {
    Arrays.fill(sums, 0);
  }

  /** Sum modulo 2^64 of all hashes. */
  long digest() {
    return Arrays.stream(sums).sum();
  }

  /** The buckets in which the other sums differ. */
  BitSet differing(RecordSums other) {
    BitSet differing = new BitSet(BUCKETS);
    for (int i = 0; i < BUCKETS; i++) {
      if (sums[i] != other.sums[i]) {
        differing.set(i);
      }
    }
    return differing;
  }

  static int bucket(long hash) {
    return (int) hash & (BUCKETS - 1);
  }
}
