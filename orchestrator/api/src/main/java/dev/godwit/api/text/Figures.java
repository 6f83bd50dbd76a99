package dev.godwit.api.text;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Figures, times and durations as text for people: the same on a terminal and on a page. */
public final class Figures {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter DAY_AND_CLOCK =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private Figures() {}

  /** A count with thousands set apart: {@code 1,234,567}. */
  public static String count(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }

  /** A number with its noun: 1 row, 1,234 rows. */
  public static String number(long n, String one, String many) {
    return count(n) + " " + (n == 1 ? one : many);
  }

  /** A count; {@code not known} where it is negative. */
  public static String known(long n) {
    return n < 0 ? "not known" : count(n);
  }

  /** A count of rows of the target; {@code not read} where it is negative. */
  public static String read(long n) {
    return n < 0 ? "not read" : count(n);
  }

  /** A count; a dash where it is negative. */
  public static String orDash(long n) {
    return n < 0 ? "-" : count(n);
  }

  /** The number that a waiver covers: a count, or {@code any number}. */
  public static String upTo(long most) {
    return most == Long.MAX_VALUE ? "any number" : count(most);
  }

  /** A speed in at most five characters before the unit: {@code 950/s}, {@code 31.4k/s}. */
  public static String perSecond(double rows) {
    if (rows < 1000) {
      return String.format(Locale.ROOT, "%.0f/s", rows);
    }
    return rows < 1_000_000
        ? String.format(Locale.ROOT, "%.1fk/s", rows / 1000)
        : String.format(Locale.ROOT, "%.2fM/s", rows / 1_000_000);
  }

  /** A duration for people: {@code 0.4s}, {@code 12s}, {@code 3m 05s}, {@code 2h 10m}. */
  public static String duration(double seconds) {
    if (seconds <= 0) {
      return "0s";
    }
    if (seconds < 10) {
      return String.format(Locale.ROOT, "%.1fs", seconds);
    }
    long s = Math.round(seconds);
    if (s < 60) {
      return s + "s";
    }
    return s < 3600
        ? String.format(Locale.ROOT, "%dm %02ds", s / 60, s % 60)
        : String.format(Locale.ROOT, "%dh %02dm", s / 3600, s % 3600 / 60);
  }

  /** Time of day: {@code 10:02:11}. */
  public static String clock(Instant at, ZoneId zone) {
    return CLOCK.format(at.atZone(zone));
  }

  /** Day and time of day: {@code 2026-03-01 10:02:11}. */
  public static String dayAndClock(Instant at, ZoneId zone) {
    return DAY_AND_CLOCK.format(at.atZone(zone));
  }

  /** A symbol as a word: {@code CONTACTS} is {@code contacts}. */
  public static String word(String symbol) {
    return symbol.toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** A share in per cent, rounded down so that 100 means all: 0 where there is nothing to do. */
  public static int percent(long done, long total) {
    return total <= 0 ? 0 : (int) Math.min(100, Math.max(0, Math.floorDiv(done * 100, total)));
  }
}
