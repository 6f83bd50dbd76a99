package dev.godwit.validator.pages;

import dev.godwit.common.v1.ProbeTimes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The times of runs of one kind. Not thread-safe. */
final class RunTimes {
  private static final int HALF = 50;
  private static final int NEARLY_ALL = 95;
  private static final int HUNDRED = 100;

  private final List<Long> micros = new ArrayList<>();

  void add(long one) {
    micros.add(one);
  }

  /** Percentiles by the nearest rank: each is a time that was measured. */
  ProbeTimes percentiles() {
    List<Long> sorted = new ArrayList<>(micros);
    Collections.sort(sorted);
    return new ProbeTimes(sorted.size(), percentile(sorted, HALF), percentile(sorted, NEARLY_ALL));
  }

  private static long percentile(List<Long> sorted, int percent) {
    return sorted.isEmpty() ? 0 : sorted.get(Math.ceilDiv(sorted.size() * percent, HUNDRED) - 1);
  }
}
