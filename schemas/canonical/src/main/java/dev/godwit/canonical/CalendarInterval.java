package dev.godwit.canonical;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A length of time in PostgreSQL's three parts, which are kept apart: a month has no fixed number
 * of days, and a day not always 24 hours. Immutable.
 *
 * <p>Its canonical text has all three parts, each with its own sign: {@code P14M-3DT3600.5S}, and
 * {@code P0M0DT0S} for nothing.
 *
 * @param months months; a year is 12
 * @param days days; a week is 7
 * @param micros microseconds
 */
public record CalendarInterval(int months, int days, long micros) {
  private static final long SECOND = 1_000_000L;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final String NUMBER = "([+-]?\\d{1,18})";

  private static final Pattern ISO =
      Pattern.compile(
          "([+-]?)P(?=[-+0-9T])(?:#Y)?(?:#M)?(?:#W)?(?:#D)?(?:T(?=[-+0-9])(?:#H)?(?:#M)?(?:#(?:[.,](\\d+))?S)?)?"
              .replace("#", NUMBER));

  /** As PostgreSQL writes an interval by itself: {@code 1 year 2 mons -3 days 04:05:06.7}. */
  private static final Pattern POSTGRES =
      Pattern.compile(
          "(?=.)(?:# years?)?(?:(?:^| )# mons?)?(?:(?:^| )# days?)?(?:(?:^| )([+-]?)(\\d{1,10}):(\\d\\d):(\\d\\d)(?:\\.(\\d+))?)?"
              .replace("#", NUMBER));

  /**
   * Reads a duration or period of ISO 8601, the canonical text among them, or the text that
   * PostgreSQL writes by default. Weeks, signs and a comma are taken; fractions only of seconds,
   * and what is below a microsecond is dropped.
   *
   * @throws IllegalArgumentException where the text is none; its message does not quote it
   * @throws ArithmeticException where a part is out of range
   */
  public static CalendarInterval parse(String text) {
    Matcher iso = ISO.matcher(text);
    if (iso.matches()) {
      return iso(iso).finite();
    }
    Matcher postgres = POSTGRES.matcher(text);
    if (postgres.matches()) {
      return postgres(postgres).finite();
    }
    throw new IllegalArgumentException(
        "Expected a duration or period of ISO 8601, such as P1Y2M3DT4H5M6.7S, but found another"
            + " text.");
  }

  private static CalendarInterval iso(Matcher part) {
    long months = Math.addExact(Math.multiplyExact(number(part, 2), 12L), number(part, 3));
    long days = Math.addExact(Math.multiplyExact(number(part, 4), 7L), number(part, 5));
    boolean negative = part.group(8) != null && part.group(8).startsWith("-");
    long micros =
        Math.addExact(
            Math.addExact(
                Math.multiplyExact(number(part, 6), HOUR),
                Math.multiplyExact(number(part, 7), MINUTE)),
            seconds(number(part, 8), negative, part.group(9)));
    CalendarInterval read =
        new CalendarInterval(Math.toIntExact(months), Math.toIntExact(days), micros);
    return part.group(1).equals("-") ? read.negated() : read;
  }

  private static CalendarInterval postgres(Matcher part) {
    long months = Math.addExact(Math.multiplyExact(number(part, 1), 12L), number(part, 2));
    boolean negative = "-".equals(part.group(4));
    long sign = negative ? -1L : 1L;
    long micros =
        Math.addExact(
            sign
                * Math.addExact(
                    Math.multiplyExact(number(part, 5), HOUR), number(part, 6) * MINUTE),
            seconds(sign * number(part, 7), negative, part.group(8)));
    return new CalendarInterval(Math.toIntExact(months), Math.toIntExact(number(part, 3)), micros);
  }

  private static long number(Matcher part, int group) {
    return part.group(group) == null ? 0 : Long.parseLong(part.group(group));
  }

  private static long seconds(long whole, boolean negative, String decimals) {
    long micros = Math.multiplyExact(whole, SECOND);
    if (decimals == null) {
      return micros;
    }
    long fraction = Long.parseLong((decimals + "00000").substring(0, SecondDigits.MOST));
    return negative ? Math.subtractExact(micros, fraction) : Math.addExact(micros, fraction);
  }

  private CalendarInterval negated() {
    return new CalendarInterval(
        Math.negateExact(months), Math.negateExact(days), Math.negateExact(micros));
  }

  /** PostgreSQL 17 takes the greatest and the least interval as infinity. */
  private CalendarInterval finite() {
    boolean greatest =
        months == Integer.MAX_VALUE && days == Integer.MAX_VALUE && micros == Long.MAX_VALUE;
    boolean least =
        months == Integer.MIN_VALUE && days == Integer.MIN_VALUE && micros == Long.MIN_VALUE;
    if (greatest || least) {
      throw new ArithmeticException(
          "Expected a finite interval, but found one that means infinity.");
    }
    return this;
  }

  /**
   * The same with fewer digits of the second, as a column of {@code interval(p)} keeps it.
   *
   * @throws ArithmeticException where the result is out of range
   */
  public CalendarInterval rounded(int digits) {
    return new CalendarInterval(months, days, SecondDigits.round(micros, digits));
  }

  /** The canonical text. */
  public String text() {
    StringBuilder text = new StringBuilder(32);
    text.append('P').append(months).append('M').append(days).append("DT");
    long whole = micros / SECOND;
    long fraction = Math.abs(micros % SECOND);
    if (micros < 0 && whole == 0) {
      text.append('-');
    }
    text.append(whole);
    if (fraction != 0) {
      String decimals = Long.toString(SECOND + fraction).substring(1);
      int end = decimals.length();
      while (decimals.charAt(end - 1) == '0') {
        end--;
      }
      text.append('.').append(decimals, 0, end);
    }
    return text.append('S').toString();
  }
}
