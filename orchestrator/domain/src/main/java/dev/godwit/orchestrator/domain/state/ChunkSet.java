package dev.godwit.orchestrator.domain.state;

import java.util.Base64;
import java.util.BitSet;

/**
 * Numbers of chunks, from 0, one bit each. Immutable and so thread-safe; {@link #with} copies the
 * bits, a few hundred bytes for thousands of chunks.
 */
public final class ChunkSet {
  /** No chunk. */
  public static final ChunkSet EMPTY = new ChunkSet(new BitSet());

  private final BitSet bits;

  private ChunkSet(BitSet bits) {
    this.bits = bits;
  }

  /** The set that {@link #text} wrote. */
  public static ChunkSet of(String text) {
    return new ChunkSet(BitSet.valueOf(Base64.getDecoder().decode(text)));
  }

  /** Whether the chunk is in the set. */
  public boolean has(int chunk) {
    return bits.get(chunk);
  }

  /** This set and the chunk. */
  public ChunkSet with(int chunk) {
    BitSet more = (BitSet) bits.clone();
    more.set(chunk);
    return new ChunkSet(more);
  }

  /** Number of chunks in the set. */
  public int size() {
    return bits.cardinality();
  }

  /** The bits, base 64. */
  public String text() {
    return Base64.getEncoder().encodeToString(bits.toByteArray());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ChunkSet set && set.bits.equals(bits);
  }

  @Override
  public int hashCode() {
    return bits.hashCode();
  }

  @Override
  public String toString() {
    return bits.toString();
  }
}
