package dev.godwit.api.text;

import java.util.Locale;

/** Writes shares of rows. Stateless. */
final class Shares {
  private static final double WHOLE = 100.0;
  private static final double LEAST = 0.1;
  private static final double COARSE = 10;

  private Shares() {}

  /**
   * A share in per cent; a dash where the count is not of rows, or there are none.
   *
   * @param all null where the count is not of rows
   */
  static String of(long count, Long all) {
    if (all == null || all <= 0) {
      return "-";
    }
    double percent = WHOLE * count / all;
    if (percent < LEAST) {
      return "< 0.1 %";
    }
    return String.format(Locale.ROOT, percent < COARSE ? "%.1f %%" : "%.0f %%", percent);
  }
}
