package dev.godwit.linkage.model;

import dev.godwit.linkage.Level;
import dev.godwit.linkage.block.BlockPasses;
import dev.godwit.linkage.block.Blocks;
import dev.godwit.linkage.store.Column;
import dev.godwit.linkage.store.NormalRow;
import dev.godwit.linkage.store.RowStore;
import it.unimi.dsi.fastutil.longs.Long2LongMap;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Learns the odds of the columns from the rows themselves, without labels, as Splink does:
 *
 * <ol>
 *   <li>u from all pairs of 1,000 rows that are chosen by the hash of their id. Pairs that the
 *       default odds take for one row are left out.
 *   <li>m by expectation and maximisation (Winkler 1988) over the pairs of each block pass, with u
 *       fixed. Columns of the pass's key learn nothing there. At most 25 iterations.
 *   <li>The prior from the matches that are expected among the pairs of the best pass.
 * </ol>
 *
 * The default odds count as {@value #DEFAULT_PAIRS} pairs, so they prevail where data are few.
 * Counts do not depend on the order of rows, and patterns are added up in their own order: the
 * result is the same for the same rows.
 */
final class Training {
  private static final int SAMPLE_ROWS = 1000;
  private static final int PASS_PAIRS = 100_000;
  private static final int ITERATIONS = 25;
  private static final double CONVERGED = 1e-4;
  private static final double DEFAULT_PAIRS = 100;

  /** Most that the share of disagreement may grow: beyond it another kind of pair was learned. */
  private static final double MAX_GROWTH = 3;

  private final RowStore store;
  private final List<Column> columns;
  private final RowComparison comparison;
  private final Odds[] defaults;

  Training(RowStore store, RowComparison comparison) {
    this.store = store;
    this.columns = store.columns();
    this.comparison = comparison;
    this.defaults = Odds.of(columns);
  }

  /**
   * The outcome of the learning.
   *
   * @param odds by column
   * @param prior share of the pairs of all rows that are one
   */
  record Learned(Odds[] odds, double prior) {}

  Learned learn(Blocks blocks, BlockPasses passes) {
    double[][] u = randomPairs();
    List<Patterns> patterns = new ArrayList<>();
    for (int pass = 0; pass < passes.count(); pass++) {
      if (blocks.pairsIn(pass) > 0) {
        patterns.add(patterns(blocks, pass));
      }
    }
    double[][] sums = new double[columns.size()][Level.GRADED];
    for (Patterns p : patterns) {
      expectAndMaximise(p, passes, u, sums);
    }
    Odds[] odds = new Odds[columns.size()];
    for (int c = 0; c < odds.length; c++) {
      odds[c] = new Odds(shares(c, sums[c]), u[c]);
    }
    return new Learned(odds, prior(patterns, odds));
  }

  /** Level patterns of the pairs of a pass, sorted, and the part of the pass that was taken. */
  private record Patterns(int pass, long[] packed, long[] counts, double part) {}

  private double[][] randomPairs() {
    int[] rows = sample();
    NormalRow[] sampled = new NormalRow[rows.length];
    for (int i = 0; i < rows.length; i++) {
      sampled[i] = store.row(rows[i]);
    }
    double guess = Odds.log2(guessedPrior());
    double[][] u = new double[columns.size()][Level.GRADED];
    for (int i = 1; i < sampled.length; i++) {
      for (int j = 0; j < i; j++) {
        Level[] levels = comparison.levels(sampled[i], sampled[j]);
        double weight = guess;
        for (int c = 0; c < levels.length; c++) {
          weight += defaults[c].weight(levels[c]);
        }
        for (int c = 0; c < levels.length && weight < 0; c++) {
          if (levels[c].rank() < Level.GRADED) {
            u[c][levels[c].rank()]++;
          }
        }
      }
    }
    for (int c = 0; c < u.length; c++) {
      double all = Arrays.stream(u[c]).sum();
      for (int l = 0; l < Level.GRADED; l++) {
        u[c][l] = (u[c][l] + DEFAULT_PAIRS * defaults[c].u()[l]) / (all + DEFAULT_PAIRS);
      }
    }
    return u;
  }

  /** The rows with the least hashes of their ids. */
  private int[] sample() {
    int size = Math.min(SAMPLE_ROWS, store.rows());
    long[] least = new long[size];
    int filled = 0;
    for (int row = 0; row < store.rows(); row++) {
      long hash = store.idHash(row);
      if (filled < size) {
        least[filled++] = hash;
        if (filled == size) {
          Arrays.sort(least);
        }
      } else if (size > 0 && hash < least[size - 1]) {
        int at = Arrays.binarySearch(least, hash);
        int to = at < 0 ? -at - 1 : at;
        System.arraycopy(least, to, least, to + 1, size - 1 - to);
        least[to] = hash;
      }
    }
    int[] rows = new int[size];
    int found = 0;
    for (int row = 0; row < store.rows() && found < size; row++) {
      if (store.idHash(row) <= least[size - 1]) {
        rows[found++] = row;
      }
    }
    return Arrays.copyOf(rows, found);
  }

  private Patterns patterns(Blocks blocks, int pass) {
    double part = Math.min(1, (double) PASS_PAIRS / blocks.pairsIn(pass));
    Long2LongOpenHashMap counts = new Long2LongOpenHashMap();
    blocks.forEachBlock(
        pass,
        (p, rows) -> {
          long key = store.key(rows[0], p) * 0x9E3779B97F4A7C15L;
          if ((key >>> 11) * 0x1.0p-53 >= part) {
            return;
          }
          NormalRow[] read = new NormalRow[rows.length];
          for (int i = 0; i < rows.length; i++) {
            read[i] = store.row(rows[i]);
            for (int j = 0; j < i; j++) {
              counts.addTo(RowComparison.pack(comparison.levels(read[i], read[j])), 1);
            }
          }
        });
    long[] packed = counts.keySet().toLongArray();
    Arrays.sort(packed);
    long[] sorted = new long[packed.length];
    for (int i = 0; i < packed.length; i++) {
      sorted[i] = ((Long2LongMap) counts).get(packed[i]);
    }
    return new Patterns(pass, packed, sorted, part);
  }

  private void expectAndMaximise(
      Patterns patterns, BlockPasses passes, double[][] u, double[][] sums) {
    boolean[] learns = new boolean[columns.size()];
    double[][] m = new double[columns.size()][];
    for (int c = 0; c < m.length; c++) {
      learns[c] = !passes.uses(patterns.pass(), c);
      m[c] = defaults[c].m().clone();
    }
    double share = 0.1;
    double[][] expected = new double[columns.size()][Level.GRADED];
    for (int i = 0; i < ITERATIONS; i++) {
      for (double[] counts : expected) {
        Arrays.fill(counts, 0);
      }
      double matches = 0;
      double all = 0;
      for (int p = 0; p < patterns.packed().length; p++) {
        long levels = patterns.packed()[p];
        double probability = posterior(levels, share, m, u, learns) * patterns.counts()[p];
        matches += probability;
        all += patterns.counts()[p];
        for (int c = 0; c < m.length; c++) {
          int level = RowComparison.level(levels, c, m.length);
          if (learns[c] && level < Level.GRADED) {
            expected[c][level] += probability;
          }
        }
      }
      double next = Math.min(0.999, Math.max(1e-6, matches / all));
      double change = Math.abs(next - share);
      share = next;
      for (int c = 0; c < m.length; c++) {
        double[] shares = shares(c, expected[c]);
        for (int l = 0; l < Level.GRADED; l++) {
          change = Math.max(change, Math.abs(shares[l] - m[c][l]));
        }
        m[c] = shares;
      }
      if (change < CONVERGED) {
        break;
      }
    }
    for (int c = 0; c < m.length; c++) {
      for (int l = 0; l < Level.GRADED && learns[c]; l++) {
        sums[c][l] += expected[c][l];
      }
    }
  }

  private double posterior(
      long levels, double share, double[][] m, double[][] u, boolean[] learns) {
    double odds = share / (1 - share);
    for (int c = 0; c < m.length; c++) {
      int level = RowComparison.level(levels, c, m.length);
      if (level < Level.GRADED && (learns == null || learns[c])) {
        odds *= m[c][level] / u[c][level];
      }
    }
    return Double.isInfinite(odds) ? 1 : odds / (1 + odds);
  }

  /** Shares of the levels, with the default odds counted in. */
  private double[] shares(int column, double[] counts) {
    double all = Arrays.stream(counts).sum();
    double[] base = defaults[column].m();
    double[] m = new double[Level.GRADED];
    for (int l = 0; l < m.length; l++) {
      m[l] = (counts[l] + DEFAULT_PAIRS * base[l]) / (all + DEFAULT_PAIRS);
    }
    int last = Level.GRADED - 1;
    double most = Math.min(0.6, MAX_GROWTH * base[last]);
    if (m[last] > most) {
      double scale = (1 - most) / (1 - m[last]);
      for (int l = 0; l < last; l++) {
        m[l] *= scale;
      }
      m[last] = most;
    }
    return m;
  }

  private double guessedPrior() {
    return 0.1 / Math.max(2, store.rows());
  }

  private double prior(List<Patterns> patterns, Odds[] odds) {
    double[][] m = Arrays.stream(odds).map(Odds::m).toArray(double[][]::new);
    double[][] u = Arrays.stream(odds).map(Odds::u).toArray(double[][]::new);
    double rows = Math.max(2, store.rows());
    double all = rows * (rows - 1) / 2;
    double prior = guessedPrior();
    for (int i = 0; i < 3; i++) {
      double most = 0;
      for (Patterns pass : patterns) {
        double matches = 0;
        for (int p = 0; p < pass.packed().length; p++) {
          matches += posterior(pass.packed()[p], prior, m, u, null) * pass.counts()[p];
        }
        most = Math.max(most, matches / pass.part());
      }
      prior = Math.min(rows, Math.max(0.01 * rows, most)) / all;
    }
    return Math.min(0.1, prior);
  }
}
