package dev.godwit.canonical;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * XXH64 of a range of bytes, seed 0, and the digest that stages exchange: the sum modulo 2^64 of
 * the hashes of all records. The sum does not depend on the order of the records, but on how often
 * each was counted; the digest of nothing is 0.
 *
 * <p>The algorithm is XXH64 as its specification has it (github.com/Cyan4973/xxHash,
 * doc/xxhash_spec.md). It is written with plain var handles: no native library and no {@code
 * sun.misc.Unsafe}, so no JDK warns about it. It is not a cryptographic hash: it finds accidents,
 * and is no defence against rows that were built to look alike.
 *
 * <p>Stateless, thread-safe.
 */
public final class ByteDigest {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long PRIME_1 = 0x9E3779B185EBCA87L;
  private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
  // The sum modulo 2^64, as the algorithm defines it.
  private static final long PRIME_1_PLUS_2 = 0x60EA27EEADC0B5D6L;
  private static final long PRIME_3 = 0x165667B19E3779F9L;
  private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
  private static final long PRIME_5 = 0x27D4EB2F165667C5L;
  private static final int STRIPE_BYTES = 32;

  private ByteDigest() {}

  /** Hash of all bytes of {@code bytes}, which is not null. */
  public static long hash(byte[] bytes) {
    return hash(bytes, 0, bytes.length);
  }

  /**
   * Hash of {@code length} bytes of {@code bytes} (not null) from {@code offset}.
   *
   * @throws IndexOutOfBoundsException when the range is not inside the array
   */
  public static long hash(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    int end = offset + length;
    int at = offset;
    long hash;
    if (length >= STRIPE_BYTES) {
      long v1 = PRIME_1_PLUS_2;
      long v2 = PRIME_2;
      long v3 = 0;
      long v4 = -PRIME_1;
      int lastStripe = end - STRIPE_BYTES;
      do {
        v1 = round(v1, (long) LONG.get(bytes, at));
        v2 = round(v2, (long) LONG.get(bytes, at + 8));
        v3 = round(v3, (long) LONG.get(bytes, at + 16));
        v4 = round(v4, (long) LONG.get(bytes, at + 24));
        at += STRIPE_BYTES;
      } while (at <= lastStripe);
      hash =
          Long.rotateLeft(v1, 1)
              + Long.rotateLeft(v2, 7)
              + Long.rotateLeft(v3, 12)
              + Long.rotateLeft(v4, 18);
      hash = merge(merge(merge(merge(hash, v1), v2), v3), v4);
    } else {
      hash = PRIME_5;
    }
    return finish(hash + length, bytes, at, end);
  }

  private static long finish(long start, byte[] bytes, int from, int end) {
    long hash = start;
    int at = from;
    for (; at <= end - 8; at += 8) {
      hash = Long.rotateLeft(hash ^ round(0, (long) LONG.get(bytes, at)), 27) * PRIME_1 + PRIME_4;
    }
    if (at <= end - 4) {
      long word = (int) INT.get(bytes, at) & 0xFFFFFFFFL;
      hash = Long.rotateLeft(hash ^ word * PRIME_1, 23) * PRIME_2 + PRIME_3;
      at += 4;
    }
    for (; at < end; at++) {
      hash = Long.rotateLeft(hash ^ (bytes[at] & 0xFF) * PRIME_5, 11) * PRIME_1;
    }
    hash ^= hash >>> 33;
    hash *= PRIME_2;
    hash ^= hash >>> 29;
    hash *= PRIME_3;
    return hash ^ hash >>> 32;
  }

  private static long round(long lane, long input) {
    return Long.rotateLeft(lane + input * PRIME_2, 31) * PRIME_1;
  }

  private static long merge(long hash, long lane) {
    return (hash ^ round(0, lane)) * PRIME_1 + PRIME_4;
  }
}
