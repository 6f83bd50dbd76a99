package dev.godwit.transformer.limit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The values of the current record that come close to a limit. Used again for each record, so that
 * a value costs no object. Not thread-safe.
 */
public final class CloseValues {
  private static final int ROOM = 8;

  private CloseLimit[] limits = new CloseLimit[ROOM];
  private long[] sizes = new long[ROOM];
  private int count;

  /** Begins a record, or shapes it again: nothing is noted. */
  public void clear() {
    count = 0;
  }

  void add(CloseLimit limit, long size) {
    if (count == sizes.length) {
      limits = Arrays.copyOf(limits, 2 * count);
      sizes = Arrays.copyOf(sizes, 2 * count);
    }
    limits[count] = limit;
    sizes[count++] = size;
  }

  /** The values noted since the record began; a list of its own, the same one where it is empty. */
  public List<CloseValue> list() {
    if (count == 0) {
      return List.of();
    }
    List<CloseValue> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      values.add(new CloseValue(limits[i], sizes[i]));
    }
    return values;
  }
}
