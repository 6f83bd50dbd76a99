package dev.godwit.local.bench;

import dev.godwit.linkage.BlockReport;
import dev.godwit.linkage.Linkage;
import dev.godwit.linkage.LinkageSettings;
import dev.godwit.linkage.Linked;
import dev.godwit.linkage.PairState;
import dev.godwit.linkage.Rule;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The quality with which a search with default settings found the duplicates of a sample.
 *
 * @param sample its name
 * @param rows number of rows
 * @param truePairs pairs that are one
 * @param byRule pairs by rule that names their evidence
 * @param droppedPairs pairs beyond the most that are kept
 * @param blocks report of each block pass
 */
record MergeQuality(
    String sample,
    int rows,
    long truePairs,
    Map<Rule, Counts> byRule,
    long droppedPairs,
    List<BlockReport> blocks) {

  /** Pairs by outcome: right where both rows are one person. */
  record Counts(long automaticRight, long automaticWrong, long reviewRight, long reviewWrong) {
    static final Counts NONE = new Counts(0, 0, 0, 0);

    Counts plus(Counts other) {
      return new Counts(
          automaticRight + other.automaticRight,
          automaticWrong + other.automaticWrong,
          reviewRight + other.reviewRight,
          reviewWrong + other.reviewWrong);
    }

    /** Share of right pairs among the automatic; NaN where there is none. */
    double automaticPrecision() {
      return (double) automaticRight / (automaticRight + automaticWrong);
    }

    /** Share of right pairs among all; NaN where there is none. */
    double candidatePrecision() {
      return (double) right() / all();
    }

    long right() {
      return automaticRight + reviewRight;
    }

    long all() {
      return right() + automaticWrong + reviewWrong;
    }
  }

  /** Searches a sample, with spill files in a folder, and holds the result against the labels. */
  static MergeQuality measure(MergeSample sample, Path spill) {
    Map<Rule, Counts> byRule = new EnumMap<>(Rule.class);
    Linkage linkage = new Linkage(sample.schema(), LinkageSettings.defaults());
    try (Linked linked = linkage.search(sample.rows(), spill)) {
      linked.forEachPair(
          pair -> {
            boolean right =
                sample.labels().of(pair.left()).equals(sample.labels().of(pair.right()));
            boolean automatic = pair.state() == PairState.AUTOMATIC;
            Counts one =
                automatic
                    ? new Counts(right ? 1 : 0, right ? 0 : 1, 0, 0)
                    : new Counts(0, 0, right ? 1 : 0, right ? 0 : 1);
            byRule.merge(pair.rule(), one, Counts::plus);
          });
      return new MergeQuality(
          sample.name(),
          linked.rows(),
          sample.truePairs(),
          byRule,
          linked.droppedPairs(),
          linked.blocks());
    }
  }

  Counts all() {
    return byRule.values().stream().reduce(Counts.NONE, Counts::plus);
  }

  double automaticPrecision() {
    return all().automaticPrecision();
  }

  double automaticRecall() {
    return (double) all().automaticRight() / truePairs;
  }

  double candidateRecall() {
    return (double) all().right() / truePairs;
  }

  /** Proposed pairs for each true one. */
  double proposedPerTrue() {
    return (double) all().all() / truePairs;
  }
}
