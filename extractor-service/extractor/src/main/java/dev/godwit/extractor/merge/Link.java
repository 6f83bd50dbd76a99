package dev.godwit.extractor.merge;

/**
 * Evidence that two rows are one. Immutable.
 *
 * @param left legacy id of one row
 * @param right legacy id of the other
 * @param rule name of the rule that gives it
 * @param weight match weight in bits
 * @param isAutomatic true where the rows merge unless a person kept them apart; false where a
 *     person has to decide
 * @param pair number of the pair in the search that found it, which gives how its fields compare
 */
public record Link(
    String left, String right, String rule, double weight, boolean isAutomatic, int pair) {

  /** The same evidence with its rows the other way round. */
  Link turned() {
    return new Link(/* left= */ right, /* right= */ left, rule, weight, isAutomatic, pair);
  }
}
