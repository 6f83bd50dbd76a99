package dev.godwit.canonical;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Digest of a table: the row hashes of {@link RowDigest} summed modulo 2^64 into 256 buckets by the
 * low 8 bits of the key hash.
 *
 * <p>A sum does not depend on the order of the rows; a row that is there twice, or not at all,
 * changes it, and so does a value that moved from one row to another, because each row's hash
 * covers key and values together. Two tables that differ have equal sums with a chance of 2^-64 per
 * bucket. When buckets differ, only their rows have to be looked at.
 *
 * <p>Not thread-safe: one per thread, then {@link #merge}.
 */
public final class BucketDigest {
  /** Number of buckets. */
  public static final int BUCKETS = 256;

  private static final int BYTES = BUCKETS * Long.BYTES;

  private final long[] sums = new long[BUCKETS];
  private long rows;

  public BucketDigest() {}

  /** Bucket, from 0 to 255, of a row with this key hash. */
  public static int bucketOf(long keyHash) {
    return (int) keyHash & BUCKETS - 1;
  }

  /** Counts one row. */
  public void add(long keyHash, long rowHash) {
    sums[bucketOf(keyHash)] += rowHash;
    rows++;
  }

  /** Adds all that {@code other} (not null) counted: the same as adding its rows here. */
  public void merge(BucketDigest other) {
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      sums[bucket] += other.sums[bucket];
    }
    rows += other.rows;
  }

  /** The sums as 256 × 8 bytes, big-endian, bucket 0 first; a new buffer, ready to be read. */
  public ByteBuffer toBytes() {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    bytes.asLongBuffer().put(sums);
    return bytes;
  }

  /**
   * The digest that {@link #toBytes()} wrote. The bytes do not hold the number of rows; {@link
   * #rows()} of the result is 0 — use {@link #fromBytes(ByteBuffer, long)} where it is known.
   *
   * @throws IllegalArgumentException when there are not exactly 2048 bytes
   */
  public static BucketDigest fromBytes(ByteBuffer bytes) {
    return fromBytes(bytes, 0);
  }

  /**
   * As {@link #fromBytes(ByteBuffer)}, with the number of rows that is kept beside the sums. The
   * position of {@code bytes} does not move.
   */
  public static BucketDigest fromBytes(ByteBuffer bytes, long rows) {
    if (bytes.remaining() != BYTES) {
      throw new IllegalArgumentException(
          "Expected " + BYTES + " bytes of bucket sums, but found " + bytes.remaining() + ".");
    }
    BucketDigest digest = new BucketDigest();
    bytes.duplicate().asLongBuffer().get(digest.sums);
    digest.rows = rows;
    return digest;
  }

  /** Rows counted. */
  public long rows() {
    return rows;
  }

  /** Sum of one bucket, from 0 to 255. */
  public long sum(int bucket) {
    return sums[bucket];
  }

  /** Buckets whose sums are not those of {@code other}, in order; empty when all are equal. */
  public List<Integer> differing(BucketDigest other) {
    List<Integer> buckets = new ArrayList<>();
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      if (sums[bucket] != other.sums[bucket]) {
        buckets.add(bucket);
      }
    }
    return buckets;
  }
}
