package dev.godwit.sampledata;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SendTimesTest {
  private static final long DAY = 86_400;
  private static final SampleSpec ACME =
      new SampleSpec("acme", 10_000, 50_000, 200_000, 7).with(SampleProfile.SENDS, 0);
  private static final SampleSpec LARGE =
      new SampleSpec("acme", 27_000_000, 135_000_000, 540_000_000, 7).with(SampleProfile.SENDS, 0);

  private final SendTimes times = new SendTimes(ACME);

  @Test
  void shouldSendEmailsInTheOrderOfTheirIndex() {
    for (long email = 1; email < ACME.emails(); email++) {
      assertThat(times.sentSecond(email)).isGreaterThanOrEqualTo(times.sentSecond(email - 1));
    }
    assertThat(times.sentSecond(ACME.emails() - 1) - times.sentSecond(0))
        .isLessThan(SendTimes.SENT_SECONDS)
        .isGreaterThan(SendTimes.SENT_SECONDS - DAY);
  }

  @Test
  void shouldPlaceEachEngagementBehindItsEmailAndInTheOrderOfTime() {
    for (SampleSpec spec : new SampleSpec[] {ACME, LARGE}) {
      SendTimes of = new SendTimes(spec);
      long step = Math.max(1, spec.engagements() / 100_000);
      long before = 0;
      for (long g = 0; g < spec.engagements(); g += step) {
        long email = of.email(g, bits(g));
        assertThat(email).isBetween(0L, spec.emails() - 1);
        assertThat(of.sentSecond(email)).isLessThan(of.engagedSecond(g));
        assertThat(of.engagedSecond(g)).isGreaterThanOrEqualTo(before);
        before = of.engagedSecond(g);
      }
      long last = spec.engagements() - 1;
      assertThat(of.email(last, bits(last))).isBetween(0L, spec.emails() - 1);
    }
  }

  @Test
  void shouldDelayMostByHoursOrDaysAndSomeByMonths() {
    long[] delays =
        LongStream.range(0, 100_000).map(g -> SendTimes.delay(bits(g))).sorted().toArray();
    assertThat(delays[0]).isGreaterThanOrEqualTo(30);
    assertThat(delays[50_000]).as("median").isBetween(3 * 3_600L, 9 * 3_600L);
    assertThat(delays[80_000]).as("eight of ten").isLessThanOrEqualTo(4 * DAY);
    assertThat(delays[95_100]).as("the tail").isGreaterThan(30 * DAY);
    assertThat(delays[99_999]).isBetween(200 * DAY, 365 * DAY);
  }

  @Test
  void shouldReferToEmailsNearTheLatestOne() {
    long near =
        LongStream.range(0, ACME.engagements())
            .filter(g -> latest(g) - times.email(g, bits(g)) <= ACME.emails() / 100)
            .count();
    assertThat(near).isGreaterThan(ACME.engagements() * 8 / 10);
  }

  @Test
  void shouldReferToMostEmails() {
    long opened =
        LongStream.range(0, ACME.engagements())
            .map(g -> times.email(g, bits(g)))
            .distinct()
            .count();
    assertThat(opened).isGreaterThan(ACME.emails() * 9 / 10);
  }

  @Test
  void shouldFindTheEmailOfTheSmallestCustomers() {
    SendTimes one = new SendTimes(new SampleSpec("acme", 1, 1, 1, 1).with(SampleProfile.SENDS, 0));
    assertThat(one.email(0, bits(0))).isZero();
    SendTimes few = new SendTimes(new SampleSpec("acme", 1, 3, 5, 1).with(SampleProfile.SENDS, 0));
    for (long g = 0; g < 5; g++) {
      assertThat(few.email(g, bits(g))).isBetween(0L, 2L);
    }
  }

  /** Index of the email that was sent last before an engagement. */
  private long latest(long g) {
    return g * ACME.emails() / ACME.engagements();
  }

  private static long bits(long g) {
    return Mix.of(7, 3, g);
  }
}
