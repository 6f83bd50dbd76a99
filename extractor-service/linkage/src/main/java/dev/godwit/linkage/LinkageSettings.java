package dev.godwit.linkage;

/**
 * Thresholds and bounds of a search. Weights are in bits: {@code w} bits mean that the odds for one
 * row are {@code 2^w} to 1.
 *
 * @param automaticWeight least weight of a pair that a rule may merge
 * @param reviewWeight least weight of a pair that is proposed; not above {@code automaticWeight}
 * @param blockRows most rows of a block in which all pairs are compared; 2 to 1000
 * @param maxPairs most pairs that are kept; the lightest are dropped beyond it, and reported
 * @param groupRows most rows of a group; at least 2
 */
public record LinkageSettings(
    double automaticWeight, double reviewWeight, int blockRows, int maxPairs, int groupRows) {
  /** Odds of 1023 to 1, so an error in a thousand at most where the model holds. */
  public static final double AUTOMATIC_WEIGHT = 10;

  /** Odds of 1 to 4: of the most doubtful pairs that a person sees, one in five is one row. */
  public static final double REVIEW_WEIGHT = -2;

  /**
   * @throws IllegalArgumentException when a bound is broken; the text names it
   */
  public LinkageSettings {
    if (!(reviewWeight <= automaticWeight)) {
      throw new IllegalArgumentException(
          "Expected a review threshold that is at most the automatic one, but found %s and %s; lower the first"
              .formatted(reviewWeight, automaticWeight));
    }
    if (blockRows < 2 || blockRows > 1000 || maxPairs < 1 || groupRows < 2) {
      throw new IllegalArgumentException(
          "Expected blocks of 2 to 1000 rows, 1 pair or more and groups of 2 rows or more,"
              + " but found %d, %d and %d".formatted(blockRows, maxPairs, groupRows));
    }
  }

  /** The default settings. */
  public static LinkageSettings defaults() {
    return new LinkageSettings(AUTOMATIC_WEIGHT, REVIEW_WEIGHT, 100, 1_000_000, 50);
  }
}
