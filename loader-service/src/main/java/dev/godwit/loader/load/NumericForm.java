package dev.godwit.loader.load;

import java.math.BigDecimal;

/**
 * PostgreSQL's binary form of {@code numeric}: number of base-10000 digits, weight of the first,
 * sign, display scale, then the digits; 16 bits each (source: {@code numeric_send} in PostgreSQL's
 * numeric.c). Stateless.
 */
final class NumericForm {
  private static final int POSITIVE = 0x0000;
  private static final int NEGATIVE = 0x4000;
  private static final int NOT_A_NUMBER = 0xC000;
  private static final int MAX_SCALE = 16_383;

  private NumericForm() {}

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
    if (value.scale() > MAX_SCALE || value.precision() - value.scale() > 131_072) {
      throw new NumberFormatException("out of range");
    }
    if (value.scale() < 0) {
      value = value.setScale(0);
    }
    int scale = value.scale();
    String digits = value.unscaledValue().abs().toString();
    int integerDigits = Math.max(0, digits.length() - scale);
    String fraction =
        digits.length() >= scale
            ? digits.substring(integerDigits)
            : "0".repeat(scale - digits.length()) + digits;
    String padded =
        "0".repeat((4 - integerDigits % 4) % 4)
            + digits.substring(0, integerDigits)
            + fraction
            + "0".repeat((4 - scale % 4) % 4);
    int first = 0;
    int last = padded.length();
    int weight = (integerDigits + 3) / 4 - 1;
    while (first < last && group(padded, first) == 0) {
      first += 4;
      weight--;
    }
    while (last > first && group(padded, last - 4) == 0) {
      last -= 4;
    }
    int groups = (last - first) / 4;
    header(groups, groups == 0 ? 0 : weight, value.signum() < 0 ? NEGATIVE : POSITIVE, scale, out);
    for (int at = first; at < last; at += 4) {
      out.putShort(group(padded, at));
    }
  }

  private static void header(int groups, int weight, int sign, int scale, CopyBuffer out) {
    out.putInt(8 + 2 * groups);
    out.putShort(groups);
    out.putShort(weight);
    out.putShort(sign);
    out.putShort(scale);
  }

  private static int group(String digits, int at) {
    return Integer.parseInt(digits, at, at + 4, 10);
  }
}
