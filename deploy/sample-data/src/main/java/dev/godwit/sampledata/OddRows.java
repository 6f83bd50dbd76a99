package dev.godwit.sampledata;

/**
 * The rows that are odd but valid, by index from 0 within the customer. All times in microseconds.
 */
final class OddRows {
  static final long SECOND_MICROS = 1_000_000L;
  static final long DAY_MICROS = 86_400L * SECOND_MICROS;

  /** 2017-07-14T02:40:00Z. */
  static final long BEGIN_MICROS = 1_500_000_000L * SECOND_MICROS;

  /** 1970-01-01T00:00:00Z. */
  static final long IN_1970_MICROS = 0;

  /** 2099-12-31T23:59:59.999999Z. */
  static final long IN_2099_MICROS = 4_102_444_800L * SECOND_MICROS - 1;

  static final int LONG_URL_CHARACTERS = 2000;

  private OddRows() {}

  /** 0.02 % of rows. */
  static boolean in1970(long index) {
    return index % 5003 == 19;
  }

  /** 0.02 % of rows. */
  static boolean in2099(long index) {
    return index % 5009 == 43;
  }

  /** 0.5 % of contacts. */
  static boolean fourBytes(long contact) {
    return contact % 200 == 3;
  }

  /** 2 % of contacts. */
  static boolean rightToLeft(long contact) {
    return contact % 50 == 8;
  }

  /** 4 % of contacts. */
  static boolean noName(long contact) {
    return contact % 25 == 14;
  }

  /** 6.25 % of engagements. */
  static boolean sameSecond(long engagement) {
    return engagement % 16 == 9;
  }

  /** 0.05 % of engagements. */
  static boolean longUrl(long engagement) {
    return engagement % 2000 == 58;
  }
}
