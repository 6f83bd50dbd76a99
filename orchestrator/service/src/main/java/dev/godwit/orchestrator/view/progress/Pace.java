package dev.godwit.orchestrator.view.progress;

import dev.godwit.common.v1.Stage;
import dev.godwit.receipt.v1.Receipt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A stage's own progress with one entity of a run: the last seconds in which it progressed, and how
 * long it took to get there. {@link ProgressVerdict} judges by it. Immutable; bounded.
 *
 * <p>An <i>interval</i> is the time from the stage's progress before, or from the arrival of the
 * record where that was later, to its next progress: waiting for input is not part of it.
 */
public final class Pace {
  /** Seconds with progress that are kept. */
  static final int KEPT = 64;

  /** A window is this many of the stage's usual intervals. */
  static final int WINDOW_INTERVALS = 8;

  /**
   * Shortest window: a consumer group gives the partitions of a killed member to another one within
   * this time, and the figures themselves are some seconds old.
   */
  static final Duration SHORTEST = Duration.ofSeconds(15);

  /** Longest window. */
  static final Duration LONGEST = Duration.ofMinutes(10);

  /** Window of a stage that has too few intervals of its own. */
  static final Duration FIRST = Duration.ofMinutes(2);

  private static final int FEW_INTERVALS = 3;
  private static final int FEW_RATES = 8;
  private static final int FIELDS = 4;
  private static final Pace NONE = new Pace(0, List.of());

  private final long lastMillis;
  private final List<Entry> entries;

  /**
   * A second with progress.
   *
   * @param second second since 1970
   * @param records records processed in it
   * @param busyMillis sum of the intervals that ended in it
   * @param longestMillis the longest of them
   */
  private record Entry(long second, long records, long busyMillis, long longestMillis) {
    Entry plus(long more, long busy) {
      return new Entry(second, records + more, busyMillis + busy, Math.max(longestMillis, busy));
    }

    double perSecond() {
      return records * 1000.0 / Math.max(1, busyMillis);
    }
  }

  private Pace(long lastMillis, List<Entry> entries) {
    this.lastMillis = lastMillis;
    this.entries = List.copyOf(entries);
  }

  /** Before the first progress. */
  public static Pace none() {
    return NONE;
  }

  /**
   * From the kept numbers.
   *
   * @param lastMillis time of the last progress, milliseconds since 1970; 0 for none
   * @param kept four numbers for each second, as {@link #kept}; may be null
   */
  public static Pace of(long lastMillis, long[] kept) {
    if (lastMillis == 0 || kept == null || kept.length % FIELDS != 0) {
      return NONE;
    }
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < kept.length; i += FIELDS) {
      entries.add(new Entry(kept[i], kept[i + 1], kept[i + 2], kept[i + 3]));
    }
    return new Pace(lastMillis, entries);
  }

  /** With a receipt that was not counted before; one without records is no progress. */
  public Pace plus(Receipt r) {
    long records = r.getStage() == Stage.EXTRACT ? r.getRowsIn() : r.getRecordsIn();
    if (records <= 0) {
      return this;
    }
    long at = r.getProducedAt().toEpochMilli();
    long arrived = r.getFirstInputAt().toEpochMilli();
    long begun = Math.max(lastMillis, arrived <= 0 ? at : Math.min(arrived, at));
    long busy = Math.max(0, at - begun);
    long second = Math.floorDiv(at, 1000);
    List<Entry> after = new ArrayList<>(entries);
    if (!after.isEmpty() && after.getLast().second() >= second) {
      after.add(after.removeLast().plus(records, busy));
    } else {
      after.add(new Entry(second, records, busy, busy));
    }
    if (after.size() > KEPT) {
      after.removeFirst();
    }
    return new Pace(Math.max(lastMillis, at), after);
  }

  /** Time of the last progress, milliseconds since 1970; 0 before the first. */
  public long lastMillis() {
    return lastMillis;
  }

  /** The usual interval, in milliseconds: 9 of 10 seconds had no longer one. */
  public long usualMillis() {
    long[] longest = entries.stream().mapToLong(Entry::longestMillis).sorted().toArray();
    return longest.length == 0 ? 0 : longest[(longest.length - 1) * 9 / 10];
  }

  /** The window in which this stage progresses, if nothing is wrong. */
  public Duration window() {
    if (entries.size() < FEW_INTERVALS) {
      return FIRST;
    }
    Duration own = Duration.ofMillis(usualMillis() * WINDOW_INTERVALS);
    if (own.compareTo(SHORTEST) < 0) {
      return SHORTEST;
    }
    return own.compareTo(LONGEST) > 0 ? LONGEST : own;
  }

  /** Median of the rates of the kept seconds, records a second; 0 where there are too few. */
  public double medianPerSecond() {
    double[] rates = entries.stream().mapToDouble(Entry::perSecond).sorted().toArray();
    return rates.length < FEW_RATES ? 0 : rates[rates.length / 2];
  }

  /**
   * Rate in the window that ends now, records a second of work.
   *
   * @param nowMillis now, milliseconds since 1970
   * @param quietMillis time without progress although there was work; counts as work where it is
   *     longer than usual
   */
  public double recentPerSecond(long nowMillis, long quietMillis) {
    long from = Math.floorDiv(nowMillis - window().toMillis(), 1000);
    long records = 0;
    long busy = Math.max(0, quietMillis - usualMillis());
    for (Entry entry : entries) {
      if (entry.second() > from) {
        records += entry.records();
        busy += entry.busyMillis();
      }
    }
    return records * 1000.0 / Math.max(1, busy);
  }

  /** The figures to keep, four numbers for each second. */
  public long[] kept() {
    long[] kept = new long[entries.size() * FIELDS];
    for (int i = 0; i < entries.size(); i++) {
      Entry e = entries.get(i);
      kept[i * FIELDS] = e.second();
      kept[i * FIELDS + 1] = e.records();
      kept[i * FIELDS + 2] = e.busyMillis();
      kept[i * FIELDS + 3] = e.longestMillis();
    }
    return kept;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Pace that
        && lastMillis == that.lastMillis
        && entries.equals(that.entries);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(kept());
  }
}
