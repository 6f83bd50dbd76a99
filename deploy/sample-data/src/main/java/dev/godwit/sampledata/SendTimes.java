package dev.godwit.sampledata;

/**
 * Times of a customer's emails, opens and clicks under {@link SampleProfile#SENDS}, and the email
 * of each open or click: computed from the index alone, in whole numbers, so that every machine has
 * the same. Emails are sent one after another at equal distances; opens and clicks happen at equal
 * distances over the same days, each a while after its email. Immutable.
 */
final class SendTimes {
  static final long SENT_SECONDS = 900 * 86_400L;

  private static final long HOUR = 3_600;
  private static final long DAY = 24 * HOUR;
  private static final long BEGIN_SECOND = OddRows.BEGIN_MICROS / OddRows.SECOND_MICROS;

  /** Ends of the bands of delays, in seconds; the first is the shortest delay. */
  private static final long[] DELAYS = {30, 6 * HOUR, 3 * DAY, 30 * DAY, 365 * DAY};

  /** Of 1,000 opens and clicks, those with a delay up to the end of each band. */
  private static final int[] UP_TO = {500, 800, 950, 1_000};

  private final long emails;
  private final long engagements;

  SendTimes(SampleSpec spec) {
    this.emails = spec.emails();
    this.engagements = spec.engagements();
  }

  /** Time of sending of an email, in seconds since 1970; never before that of the index before. */
  long sentSecond(long email) {
    return BEGIN_SECOND + email * SENT_SECONDS / emails;
  }

  /** Time of an open or click, in seconds since 1970; never before that of the index before. */
  long engagedSecond(long engagement) {
    return BEGIN_SECOND + slot(engagement) + 1;
  }

  /**
   * Index of the email of an open or click, which was sent at least a second before it.
   *
   * @param bits random bits of the open or click
   */
  long email(long engagement, long bits) {
    long slot = slot(engagement);
    long delay = delay(bits);
    long sent = slot - (delay > slot ? delay % (slot + 1) : delay);
    return ((sent + 1) * emails - 1) / SENT_SECONDS;
  }

  /** Seconds between an email and an open or click of it: short ones more often than long ones. */
  static long delay(long bits) {
    int draw = Mix.small(bits, 0, 1_000);
    int band = 0;
    while (draw >= UP_TO[band]) {
      band++;
    }
    long width = DELAYS[band + 1] - DELAYS[band];
    long first = Mix.next(bits);
    long most = Mix.below(first, width);
    return DELAYS[band] + Mix.below(Mix.next(first), most + 1);
  }

  private long slot(long engagement) {
    return engagement * SENT_SECONDS / engagements;
  }
}
