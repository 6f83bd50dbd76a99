package dev.godwit.linkage.model;

import dev.godwit.linkage.Kind;
import dev.godwit.linkage.Level;
import dev.godwit.linkage.LinkageSettings;
import dev.godwit.linkage.Meaning;
import dev.godwit.linkage.block.BlockPasses;
import dev.godwit.linkage.block.Blocks;
import dev.godwit.linkage.form.EmailForm;
import dev.godwit.linkage.store.Column;
import dev.godwit.linkage.store.NormalRow;
import dev.godwit.linkage.store.RowStore;
import dev.godwit.linkage.store.RowWriter;
import java.util.List;

/**
 * Weighs pairs of rows. The weight of an exact agreement follows from how frequent the value is
 * (Winkler 2000): two rows with the family name {@code Sondergeld} agree more than two with {@code
 * Smith}. Symmetric, thread-safe.
 */
public final class MatchModel {
  /** The default u counts as so many rows when the frequency of a value is estimated. */
  private static final double DEFAULT_ROWS = 1000;

  /** A value that identifies stands in so many rows before it counts as shared. */
  private static final int ROWS_OF_ONE = 5;

  private static final double LEAST_U = 1e-7;

  /** One pair in 64 has given and family name exchanged, half of it for each of both. */
  private static final double SWAPPED_BITS = -3;

  /** Parts of an address depend on each other: all but the strongest count half. */
  private static final double DEPENDENT = 0.5;

  /** A shorter name is in many local parts by chance. */
  private static final int LEAST_NAME = 3;

  private final List<Column> columns;
  private final RowComparison comparison;
  private final Odds[] defaults;
  private final Odds[] odds;
  private final ValueFrequencies[] frequencies;
  private final double prior;
  private final PairRules rules;

  private MatchModel(
      RowStore store,
      Training.Learned learned,
      RowComparison comparison,
      LinkageSettings settings) {
    this.columns = store.columns();
    this.comparison = comparison;
    this.defaults = Odds.of(columns);
    this.odds = learned.odds();
    this.prior = Odds.log2(learned.prior() / (1 - learned.prior()));
    this.frequencies = new ValueFrequencies[columns.size()];
    for (int c = 0; c < frequencies.length; c++) {
      frequencies[c] = new ValueFrequencies(store, c);
    }
    this.rules = new PairRules(columns, settings);
  }

  /** Learns a model from the rows of a store. */
  public static MatchModel learn(
      RowStore store, Blocks blocks, BlockPasses passes, LinkageSettings settings) {
    RowComparison comparison = new RowComparison(store.columns());
    Training.Learned learned = new Training(store, comparison).learn(blocks, passes);
    return new MatchModel(store, learned, comparison, settings);
  }

  /** Weight in bits of two rows of which nothing is known. */
  public double prior() {
    return prior;
  }

  /**
   * Weight in bits of a graded level of a column, where the frequency of the value is not known.
   */
  public double weight(int column, Level level) {
    return odds[column].weight(level);
  }

  /** Compares two rows. */
  public PairScore score(NormalRow left, NormalRow right) {
    Level[] levels = comparison.levels(left, right);
    double[] weights = new double[levels.length];
    int holders = 0;
    for (int c = 0; c < levels.length; c++) {
      weights[c] =
          switch (levels[c]) {
            case EXACT -> exact(c, left.values()[c], left.values()[c]);
            case SWAPPED -> exact(c, left.values()[c], right.values()[c]) + SWAPPED_BITS;
            default -> odds[c].weight(levels[c]);
          };
      if (levels[c] == Level.EXACT && columns.get(c).meaning() == Meaning.EMAIL) {
        holders = Math.max(holders, frequencies[c].rows(RowWriter.hash(left.values()[c])));
      }
    }
    countNameOnce(left, right, levels, weights);
    countPlaceOnce(weights);
    double weight = prior;
    for (double w : weights) {
      weight += w;
    }
    return rules.decide(left, right, levels, weights, weight, holders);
  }

  private double exact(int column, String value, String other) {
    int rows = frequencies[column].rows(RowWriter.hash(value));
    if (!value.equals(other)) {
      rows = Math.max(rows, frequencies[column].rows(RowWriter.hash(other)));
    }
    Odds o = odds[column];
    // The rows of one person themselves say nothing of how frequent the value is among others.
    double u =
        (Math.max(0, rows - ownRows(column)) + DEFAULT_ROWS * defaults[column].u()[0])
            / (frequencies[column].present() + DEFAULT_ROWS);
    return Odds.log2(o.m()[0] / Math.max(LEAST_U, u));
  }

  /** Rows that may have the same value because they are one. */
  private int ownRows(int column) {
    return switch (columns.get(column).meaning()) {
      case EMAIL, PHONE, EXTERNAL_ID -> ROWS_OF_ONE;
      default -> 2;
    };
  }

  /**
   * Two addresses of one local part at different domains say no more than the name that both local
   * parts are made of: namesakes have them, too.
   */
  private void countNameOnce(NormalRow left, NormalRow right, Level[] levels, double[] weights) {
    for (int c = 0; c < weights.length; c++) {
      if (levels[c] == Level.SIMILAR
          && columns.get(c).meaning() == Meaning.EMAIL
          && (isOfName(left, left.values()[c]) || isOfName(right, left.values()[c]))) {
        weights[c] = Math.min(0, weights[c]);
      }
    }
  }

  private boolean isOfName(NormalRow row, String address) {
    String local = letters(EmailForm.local(address));
    for (int c = 0; c < columns.size(); c++) {
      String name = columns.get(c).meaning().kind() == Kind.NAME ? row.values()[c] : null;
      if (name != null && name.length() >= LEAST_NAME && local.contains(letters(name))) {
        return true;
      }
    }
    return false;
  }

  private static String letters(String text) {
    StringBuilder letters = new StringBuilder();
    text.codePoints().filter(Character::isLetter).forEach(letters::appendCodePoint);
    return letters.toString();
  }

  private void countPlaceOnce(double[] weights) {
    int best = -1;
    for (int c = 0; c < weights.length; c++) {
      if (isPlace(c) && weights[c] > 0 && (best < 0 || weights[c] > weights[best])) {
        best = c;
      }
    }
    for (int c = 0; c < weights.length; c++) {
      if (isPlace(c) && weights[c] > 0 && c != best) {
        weights[c] *= DEPENDENT;
      }
    }
  }

  private boolean isPlace(int column) {
    return columns.get(column).meaning().kind() == Kind.PLACE;
  }
}
