package dev.godwit.linkage;

import dev.godwit.linkage.model.PairScore;
import dev.godwit.linkage.store.RowStore;
import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.Arrays;

/**
 * Proposed pairs in 24 bytes each. Beyond the most that it holds the lightest go away: a histogram
 * of all weights says which, so that the order of arrival does not matter. Not thread-safe.
 */
final class FoundPairs {
  private static final double BIN_BITS = 0.25;
  private static final int BINS = 2048;

  private final int most;
  private final double least;
  private final long[] histogram = new long[BINS];
  private int[] left = new int[1024];
  private int[] right = new int[1024];
  private double[] weight = new double[1024];
  private Rule[] rule = new Rule[1024];
  private PairState[] state = new PairState[1024];
  private int size;
  private int floor;
  private long heavier;
  private long dropped;

  FoundPairs(int most, double least) {
    this.most = most;
    this.least = least;
  }

  void add(int one, int other, PairScore score) {
    int bin = bin(score.weight());
    histogram[bin]++;
    heavier += bin >= floor ? 1 : 0;
    while (heavier > most && floor < BINS - 1) {
      heavier -= histogram[floor];
      floor++;
    }
    if (bin < floor) {
      return;
    }
    if (size == left.length) {
      makeRoom();
    }
    left[size] = one;
    right[size] = other;
    weight[size] = score.weight();
    rule[size] = score.rule();
    state[size++] = score.state();
  }

  private void makeRoom() {
    removeLight();
    if (size > left.length / 2) {
      int room = left.length + left.length / 2;
      left = Arrays.copyOf(left, room);
      right = Arrays.copyOf(right, room);
      weight = Arrays.copyOf(weight, room);
      rule = Arrays.copyOf(rule, room);
      state = Arrays.copyOf(state, room);
    }
  }

  private void removeLight() {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (bin(weight[i]) >= floor) {
        left[kept] = left[i];
        right[kept] = right[i];
        weight[kept] = weight[i];
        rule[kept] = rule[i];
        state[kept++] = state[i];
      }
    }
    size = kept;
  }

  private int bin(double bits) {
    return (int) Math.max(0, Math.min(BINS - 1, (bits - least) / BIN_BITS));
  }

  /** Ends adding, and gives the pairs in order: heaviest first, then by ids. */
  int[] sorted(RowStore store) {
    removeLight();
    dropped = Arrays.stream(histogram).sum() - size;
    int[] order = new int[size];
    Arrays.setAll(order, i -> i);
    IntArrays.mergeSort(
        order,
        (a, b) -> {
          int byWeight = Double.compare(weight[b], weight[a]);
          return byWeight != 0 ? byWeight : ids(store, a).compareTo(ids(store, b));
        });
    return order;
  }

  private String ids(RowStore store, int pair) {
    String one = store.id(left[pair]);
    String other = store.id(right[pair]);
    return one.compareTo(other) <= 0 ? one + "\u0000" + other : other + "\u0000" + one;
  }

  int size() {
    return size;
  }

  /** Number of pairs that went away. */
  long dropped() {
    return dropped;
  }

  int left(int pair) {
    return left[pair];
  }

  int right(int pair) {
    return right[pair];
  }

  double weight(int pair) {
    return weight[pair];
  }

  Rule rule(int pair) {
    return rule[pair];
  }

  boolean isAutomatic(int pair) {
    return state[pair] == PairState.AUTOMATIC;
  }

  /** Makes an automatic pair one for review. */
  void putUpForReview(int pair) {
    state[pair] = PairState.REVIEW;
  }
}
