package dev.godwit.validator.differences;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * A set of offsets. Memory grows with their number, not with their distance: a page of up to 512
 * bytes for each {@value #PAGE} offsets that contain one of them. Not thread-safe.
 */
public final class OffsetSet {
  static final int PAGE = 4096;

  private final Map<Long, BitSet> pages = new HashMap<>();

  /** Adds an offset, from 0. */
  public void add(long offset) {
    pages.computeIfAbsent(offset / PAGE, page -> new BitSet()).set((int) (offset % PAGE));
  }

  /** Takes an offset out, if it is in. */
  public void remove(long offset) {
    BitSet page = pages.get(offset / PAGE);
    if (page != null) {
      page.clear((int) (offset % PAGE));
      if (page.isEmpty()) {
        pages.remove(offset / PAGE);
      }
    }
  }

  /** Whether an offset is in it. */
  public boolean contains(long offset) {
    BitSet page = pages.get(offset / PAGE);
    return page != null && page.get((int) (offset % PAGE));
  }

  /** Pages that are held. */
  int pages() {
    return pages.size();
  }
}
