package dev.godwit.transformer.limit;

import dev.godwit.receipt.v1.CloseCount;
import dev.godwit.records.QuarantineLimits;
import dev.godwit.transformer.limit.CloseLimit.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts values that come close to a limit for a receipt, with the ids of the first records that
 * have them. Not thread-safe.
 */
public final class CloseCounts {
  private static final int EXAMPLES = 5;

  private final Map<CloseLimit, Tally> tallies = new TreeMap<>();

  private static final class Tally {
    private long count;
    private int percent;
    private long longest;
    private final List<String> examples = new ArrayList<>();

    void add(String id, CloseValue value) {
      count++;
      percent = Math.max(percent, value.limit().percent(value.size()));
      longest = Math.max(longest, value.size());
      if (examples.size() < EXAMPLES && !examples.contains(id)) {
        examples.add(id);
      }
    }
  }

  /**
   * Counts the values of a record.
   *
   * @param id id of the record in the source
   */
  public void add(String id, List<CloseValue> values) {
    if (values.isEmpty()) {
      return;
    }
    String shown = QuarantineLimits.text(id);
    for (CloseValue value : values) {
      tallies.computeIfAbsent(value.limit(), limit -> new Tally()).add(shown, value);
    }
  }

  /** The counts, in the order of columns; a new list. */
  public List<CloseCount> counts() {
    return tallies.entrySet().stream().map(one -> count(one.getKey(), one.getValue())).toList();
  }

  private static CloseCount count(CloseLimit limit, Tally tally) {
    return new CloseCount(
        limit.column(),
        limit.unit().name(),
        limit.limit(),
        tally.count,
        tally.percent,
        limit.unit() == Unit.NUMBER ? null : tally.longest,
        List.copyOf(tally.examples));
  }
}
