package dev.godwit.validator.readback;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * PostgreSQL's binary numeric: digits of base 10,000, the weight of the first, sign and display
 * scale, each in two bytes (source: {@code numeric_send} in the server's numeric.c).
 */
final class BinaryNumeric {
  private static final int NEGATIVE = 0x4000;
  private static final int NAN = 0xC000;
  private static final int INFINITY = 0xD000;
  private static final int MINUS_INFINITY = 0xF000;
  private static final int HEADER_BYTES = 8;
  private static final int DECIMALS_PER_DIGIT = 4;
  private static final BigInteger BASE = BigInteger.valueOf(10_000);

  private BinaryNumeric() {}

  /** Plain decimal text without trailing zeros; {@code NaN} and infinities by name. */
  static String text(byte[] bytes, int offset) {
    int digits = BinaryRow.shortAt(bytes, offset);
    int weight = BinaryRow.shortAt(bytes, offset + 2);
    int sign = BinaryRow.shortAt(bytes, offset + 4) & 0xFFFF;
    switch (sign) {
      case NAN:
        return "NaN";
      case INFINITY:
        return "Infinity";
      case MINUS_INFINITY:
        return "-Infinity";
      default:
        break;
    }
    BigInteger unscaled = BigInteger.ZERO;
    for (int i = 0; i < digits; i++) {
      int digit = BinaryRow.shortAt(bytes, offset + HEADER_BYTES + i * Short.BYTES);
      unscaled = unscaled.multiply(BASE).add(BigInteger.valueOf(digit));
    }
    int scale = (digits - 1 - weight) * DECIMALS_PER_DIGIT;
    BigDecimal value = new BigDecimal(unscaled, scale);
    if (value.signum() == 0) {
      return "0";
    }
    return (sign == NEGATIVE ? value.negate() : value).stripTrailingZeros().toPlainString();
  }
}
