package dev.godwit.extractor.merge;

import dev.godwit.row.v1.ComparedField;
import java.util.List;

/**
 * Evidence that two rows are one. Immutable.
 *
 * @param left legacy id of one row
 * @param right legacy id of the other
 * @param rule name of the rule that gives it
 * @param weight match weight in bits
 * @param isAutomatic true where the rows merge unless a person kept them apart; false where a
 *     person has to decide
 * @param fields how each field compares
 */
public record Link(
    String left,
    String right,
    String rule,
    double weight,
    boolean isAutomatic,
    List<ComparedField> fields) {
  public Link {
    fields = List.copyOf(fields);
  }

  /** The same evidence with its rows the other way round. */
  Link turned() {
    return new Link(/* left= */ right, /* right= */ left, rule, weight, isAutomatic, fields);
  }
}
