package dev.godwit.linkage.form;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A date as eight digits, year first. It need not be in the calendar: a typing error is compared
 * like any other. Day before month is assumed where a date begins with neither year nor a number
 * above 12; a comparison finds the two exchanged. Idempotent, stateless, thread-safe.
 */
public final class DateForm {
  private static final Pattern YEAR_FIRST =
      Pattern.compile("(\\d{4})[-/.]?(\\d{2})[-/.]?(\\d{2})(?:[T ].*)?");
  private static final Pattern YEAR_LAST =
      Pattern.compile("(\\d{1,2})[-/. ]+(\\d{1,2})[-/. ]+(\\d{4})");

  private DateForm() {}

  /**
   * Normalised date.
   *
   * @param raw not null
   * @return null for any other text, and for the placeholders 1900-01-01, 1970-01-01 and all zeros
   */
  public static String of(String raw) {
    String text = raw.strip();
    Matcher first = YEAR_FIRST.matcher(text);
    if (first.matches()) {
      return known(first.group(1) + first.group(2) + first.group(3));
    }
    Matcher last = YEAR_LAST.matcher(text);
    if (!last.matches()) {
      return null;
    }
    String day = two(last.group(1));
    String month = two(last.group(2));
    return known(
        month.compareTo("12") > 0 ? last.group(3) + day + month : last.group(3) + month + day);
  }

  private static String two(String digits) {
    return digits.length() == 1 ? "0" + digits : digits;
  }

  private static String known(String date) {
    return switch (date) {
      case "19000101", "19700101", "00000000" -> null;
      default -> date;
    };
  }
}
