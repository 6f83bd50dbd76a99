package dev.godwit.pgcopy;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * PostgreSQL's binary {@code numeric}: number of base-10,000 digits, weight of the first, sign,
 * display scale, then the digits; 16 bits each (source: {@code numeric_send} and {@code
 * numeric_recv} in PostgreSQL's numeric.c). Stateless.
 */
final class BinaryNumeric {
  private static final int POSITIVE = 0x0000;
  private static final int NEGATIVE = 0x4000;
  private static final int NOT_A_NUMBER = 0xC000;
  private static final int INFINITY = 0xD000;
  private static final int MINUS_INFINITY = 0xF000;
  private static final int HEADER_BYTES = 8;
  private static final int DECIMALS_PER_DIGIT = 4;
  private static final int MAX_SCALE = 16_383;
  private static final int MAX_INTEGER_DECIMALS = 131_072;
  private static final BigInteger BASE = BigInteger.valueOf(10_000);

  private BinaryNumeric() {}

  /**
   * Plain decimal text without trailing zeros; {@code NaN} and the infinities by name.
   *
   * @throws CopyFormatException if the bytes are not one numeric
   */
  static String text(byte[] bytes, int start, int length) {
    int digits = length < HEADER_BYTES ? -1 : shortAt(bytes, start);
    if (digits < 0 || length != HEADER_BYTES + digits * Short.BYTES) {
      throw new CopyFormatException(
          "Expected a numeric with all its digits, found %d bytes.".formatted(length));
    }
    int weight = shortAt(bytes, start + 2);
    int sign = shortAt(bytes, start + 4) & 0xffff;
    return switch (sign) {
      case NOT_A_NUMBER -> "NaN";
      case INFINITY -> "Infinity";
      case MINUS_INFINITY -> "-Infinity";
      case POSITIVE, NEGATIVE -> finite(bytes, start + HEADER_BYTES, digits, weight, sign);
      default ->
          throw new CopyFormatException(
              "Expected the sign of a numeric, found %#x.".formatted(sign));
    };
  }

  private static String finite(byte[] bytes, int start, int digits, int weight, int sign) {
    BigInteger unscaled = BigInteger.ZERO;
    for (int i = 0; i < digits; i++) {
      int digit = shortAt(bytes, start + i * Short.BYTES);
      if (digit < 0 || digit >= BASE.intValue()) {
        throw new CopyFormatException(
            "Expected digits of a numeric from 0 to 9999, found %d.".formatted(digit));
      }
      unscaled = unscaled.multiply(BASE).add(BigInteger.valueOf(digit));
    }
    BigDecimal value = new BigDecimal(unscaled, (digits - 1 - weight) * DECIMALS_PER_DIGIT);
    if (value.signum() == 0) {
      return "0";
    }
    return (sign == NEGATIVE ? value.negate() : value).stripTrailingZeros().toPlainString();
  }

  private static int shortAt(byte[] bytes, int at) {
    return (short) CopyStream.SHORT.get(bytes, at);
  }

  /**
   * Writes length and value.
   *
   * @param text plain decimal text, or {@code NaN}
   * @throws NumberFormatException when the text is neither
   */
  static void write(String text, CopyBuffer out) {
    if (text.equals("NaN")) {
      header(0, 0, NOT_A_NUMBER, 0, out);
      return;
    }
    BigDecimal value = new BigDecimal(text);
    if (value.scale() > MAX_SCALE || value.precision() - value.scale() > MAX_INTEGER_DECIMALS) {
      throw new NumberFormatException("out of range");
    }
    if (value.scale() < 0) {
      value = value.setScale(0);
    }
    int scale = value.scale();
    String decimals = value.unscaledValue().abs().toString();
    int integerDecimals = Math.max(0, decimals.length() - scale);
    String fraction =
        decimals.length() >= scale
            ? decimals.substring(integerDecimals)
            : "0".repeat(scale - decimals.length()) + decimals;
    String padded =
        "0".repeat(missing(integerDecimals))
            + decimals.substring(0, integerDecimals)
            + fraction
            + "0".repeat(missing(scale));
    int first = 0;
    int last = padded.length();
    int weight = (integerDecimals + DECIMALS_PER_DIGIT - 1) / DECIMALS_PER_DIGIT - 1;
    while (first < last && digit(padded, first) == 0) {
      first += DECIMALS_PER_DIGIT;
      weight--;
    }
    while (last > first && digit(padded, last - DECIMALS_PER_DIGIT) == 0) {
      last -= DECIMALS_PER_DIGIT;
    }
    int digits = (last - first) / DECIMALS_PER_DIGIT;
    header(digits, digits == 0 ? 0 : weight, value.signum() < 0 ? NEGATIVE : POSITIVE, scale, out);
    for (int at = first; at < last; at += DECIMALS_PER_DIGIT) {
      out.putShort(digit(padded, at));
    }
  }

  /** Decimals that are missing to a whole digit. */
  private static int missing(int decimals) {
    return (DECIMALS_PER_DIGIT - decimals % DECIMALS_PER_DIGIT) % DECIMALS_PER_DIGIT;
  }

  private static void header(int digits, int weight, int sign, int scale, CopyBuffer out) {
    out.putInt(HEADER_BYTES + Short.BYTES * digits);
    out.putShort(digits);
    out.putShort(weight);
    out.putShort(sign);
    out.putShort(scale);
  }

  private static int digit(String decimals, int at) {
    return Integer.parseInt(decimals, at, at + DECIMALS_PER_DIGIT, 10);
  }
}
