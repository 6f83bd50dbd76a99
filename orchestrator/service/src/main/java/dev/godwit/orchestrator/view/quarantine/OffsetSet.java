package dev.godwit.orchestrator.view.quarantine;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** Positions of records, a bit each. Not thread-safe. */
final class OffsetSet {
  private static final int PAGE_BITS = 16;

  private final Map<Page, BitSet> pages = new HashMap<>();

  private record Page(String topic, int partition, long number) {}

  /** Adds a position; false where it was there already. */
  boolean add(String topic, int partition, long offset) {
    BitSet bits =
        pages.computeIfAbsent(
            new Page(topic, partition, offset >>> PAGE_BITS), page -> new BitSet());
    boolean isNew = !bits.get(bit(offset));
    bits.set(bit(offset));
    return isNew;
  }

  boolean contains(String topic, int partition, long offset) {
    BitSet bits = pages.get(new Page(topic, partition, offset >>> PAGE_BITS));
    return bits != null && bits.get(bit(offset));
  }

  private static int bit(long offset) {
    return (int) (offset & ((1 << PAGE_BITS) - 1));
  }
}
