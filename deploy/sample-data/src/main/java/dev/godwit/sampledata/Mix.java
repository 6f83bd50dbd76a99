package dev.godwit.sampledata;

/**
 * Numbers that look random and depend on seed, stream and index alone: the finaliser of SplitMix64
 * (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
 */
public final class Mix {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private Mix() {}

  /** The bits of an index of a stream. */
  public static long of(long seed, long stream, long index) {
    return next(seed * GOLDEN + next(stream * GOLDEN + index));
  }

  /** The bits that follow others. */
  public static long next(long value) {
    long z = value + GOLDEN;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** A number from 0 to bound - 1, from the upper bits. */
  public static long below(long bits, long bound) {
    return Math.unsignedMultiplyHigh(bits, bound);
  }

  /** A number from 0 to bound - 1, from 16 bits beginning at a bit; for small bounds. */
  public static int small(long bits, int from, int bound) {
    return (int) ((((bits >>> from) & 0xFFFF) * bound) >>> 16);
  }
}
