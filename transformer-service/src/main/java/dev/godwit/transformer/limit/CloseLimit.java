package dev.godwit.transformer.limit;

import java.util.Comparator;

/**
 * A limit of a column of the target, to which values may come close: within 95 % of it, the limit
 * itself included. A value beyond it is none of these: its record is quarantined. Immutable.
 *
 * @param column {@code table.column}
 * @param unit unit of the limit
 * @param limit the greatest length that the column takes, or the greatest number
 * @param least of numbers the least one, below 0; 0 for a length
 */
public record CloseLimit(String column, Unit unit, long limit, long least)
    implements Comparable<CloseLimit> {
  private static final int TWENTIETH = 20;
  private static final double WHOLE = 100.0;
  private static final Comparator<CloseLimit> ORDER =
      Comparator.comparing(CloseLimit::column)
          .thenComparing(CloseLimit::unit)
          .thenComparingLong(CloseLimit::limit);

  /** Unit of a limit; the names are those of receipts. */
  public enum Unit {
    /** Unicode code points of a text. */
    CHARACTERS,
    /** A whole number itself. */
    NUMBER
  }

  /** The limit of a text's length, in code points. */
  public static CloseLimit ofLength(String column, long limit) {
    return new CloseLimit(column, Unit.CHARACTERS, limit, 0);
  }

  /** The range of a column of whole numbers. */
  public static CloseLimit ofRange(String column, long least, long greatest) {
    return new CloseLimit(column, Unit.NUMBER, greatest, least);
  }

  /** Whether a length or number that the column takes comes close. */
  public boolean isClose(long size) {
    return size >= limit - limit / TWENTIETH || (least < 0 && size <= least - least / TWENTIETH);
  }

  /**
   * Notes a text that the column takes, where it comes close. Texts that are shorter in UTF-16 are
   * shorter in code points too, so most are not counted through.
   */
  public void note(String text, CloseValues to) {
    if (isClose(text.length())) {
      int length = text.codePointCount(0, text.length());
      if (isClose(length)) {
        to.add(this, length);
      }
    }
  }

  /** Notes a number that the column takes, where it comes close. */
  public void note(long number, CloseValues to) {
    if (isClose(number)) {
      to.add(this, number);
    }
  }

  /** Share of the nearer end of the range, in per cent, rounded down. */
  int percent(long size) {
    return (int) Math.floor(WHOLE * size / (size < 0 ? least : limit));
  }

  @Override
  public int compareTo(CloseLimit other) {
    return ORDER.compare(this, other);
  }
}
