package dev.godwit.validator.differences;

import dev.godwit.canonical.BucketDigest;
import java.util.BitSet;
import java.util.Collection;

/**
 * The keys of one pass: those of the differing buckets and, of these, an n-th part by the other
 * bits of their hash.
 *
 * @param buckets numbers of the buckets that differ
 * @param pass number of the pass, from 0
 * @param passes number of passes
 */
record OpenedBuckets(BitSet buckets, int pass, int passes) {
  private static final int BUCKET_BITS = 8;

  static BitSet of(Collection<Integer> buckets) {
    BitSet set = new BitSet(BucketDigest.BUCKETS);
    buckets.forEach(set::set);
    return set;
  }

  /** Number of passes with at most so many keys each, if keys are spread evenly. */
  static int passesFor(long rows, int differingBuckets, int keysPerPass) {
    long keys = rows * differingBuckets / BucketDigest.BUCKETS + 1;
    return Math.toIntExact((keys + keysPerPass - 1) / keysPerPass);
  }

  /** True where the key belongs to this pass. */
  boolean contains(long keyHash) {
    return buckets.get(BucketDigest.bucketOf(keyHash))
        && Long.remainderUnsigned(keyHash >>> BUCKET_BITS, passes) == pass;
  }
}
