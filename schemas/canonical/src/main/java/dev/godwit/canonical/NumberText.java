package dev.godwit.canonical;

import java.math.BigDecimal;

/** Numbers that a text stands for, within the ranges of PostgreSQL's types. Stateless. */
public final class NumberText {
  private static final long DIGITS_BEFORE_POINT = 131_072;
  private static final int DIGITS_BEHIND_POINT = 16_383;

  private NumberText() {}

  /**
   * The nearest {@code double precision}.
   *
   * @throws NumberFormatException where the text is no number, or one that would become infinite,
   *     or 0 without being it
   */
  public static double ofDouble(String text) {
    return inRange(text, Double.parseDouble(text));
  }

  /**
   * The nearest {@code real}.
   *
   * @throws NumberFormatException as {@link #ofDouble}
   */
  public static double ofReal(String text) {
    return inRange(text, Float.parseFloat(text));
  }

  private static double inRange(String text, double value) {
    boolean beyond = Double.isInfinite(value) && !text.contains("Infinity");
    if (beyond || (value == 0 && new BigDecimal(text).signum() != 0)) {
      throw outOfRange();
    }
    return value;
  }

  /**
   * A {@code numeric}, without zeros at its end.
   *
   * @throws NumberFormatException where the text is no number, or one of more digits than the type
   *     has
   */
  public static BigDecimal numeric(String text) {
    BigDecimal value = new BigDecimal(text);
    long before = (long) value.precision() - value.scale();
    if (before > DIGITS_BEFORE_POINT || value.scale() > DIGITS_BEHIND_POINT) {
      throw outOfRange();
    }
    return value.stripTrailingZeros();
  }

  private static NumberFormatException outOfRange() {
    return new NumberFormatException(
        "Expected a number that the type has, found one out of range.");
  }
}
