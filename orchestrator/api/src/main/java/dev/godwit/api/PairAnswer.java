package dev.godwit.api;

import java.util.List;

/**
 * Why two rows are, or may be, one.
 *
 * @param left legacy id of one row
 * @param right legacy id of the other
 * @param rule rule that names the evidence, such as SAME_PHONE
 * @param weight match weight in bits, that of the prior included
 * @param fields comparison of each field
 */
public record PairAnswer(
    String left, String right, String rule, double weight, List<Compared> fields) {
  public PairAnswer {
    fields = List.copyOf(fields);
  }

  /**
   * Comparison of a field.
   *
   * @param level level of agreement, such as EXACT, ALIKE, DIFFERENT or MISSING
   * @param weight match weight of the level, in bits; below 0 it speaks against one person
   */
  public record Compared(String field, String level, double weight) {}

  /** True where it is about these two rows, in any order. */
  public boolean isOf(String one, String other) {
    return (left.equals(one) && right.equals(other)) || (left.equals(other) && right.equals(one));
  }
}
