package dev.godwit.extractor.engagement.tail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.pack.TailSource;
import dev.godwit.row.v1.LiveEngagement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PollPaceTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final int ROWS = 1000;

  private final PollPace pace =
      new PollPace(new TailSource(null, Duration.ofSeconds(1), 0, Duration.ofMillis(500), ROWS), 0);

  private static Tail.Poll poll(int rows, boolean more, boolean events) {
    return new Tail.Poll(
        events ? List.of(new LiveEngagement()) : List.of(), List.of(), false, more, rows);
  }

  @Test
  void shouldReadNoMoreRowsWhenTheRateOfThePackIsReached() {
    long now = 0;
    long read = 0;
    for (int seconds = 60; now < seconds * SECOND; ) {
      now += Math.max(0, pace.untilDue(now));
      int budget = pace.budget(now);
      assertThat(budget).isBetween(2, ROWS);
      read += budget;
      pace.polled(now, poll(budget, true, true), false, 0);
      assertThat(read)
          .as("rows in %d ms", now / 1_000_000)
          .isLessThanOrEqualTo(ROWS + 2 + (long) ROWS * now / SECOND);
    }
    assertThat(read).as("and nearly all that it allows").isGreaterThan(55L * ROWS);
  }

  @Test
  void shouldLengthenPausesWhenNoRowsComeAndShortenThemWhenSomeDo() {
    long now = 0;
    long longest = 0;
    for (int i = 0; i < 20; i++) {
      pace.polled(now, poll(1, false, false), false, 0);
      assertThat(pace.untilDue(now)).isGreaterThanOrEqualTo(longest);
      longest = pace.untilDue(now);
      now += longest;
    }
    assertThat(longest).isEqualTo(5 * SECOND);
    pace.polled(now, poll(1, false, true), false, 0);
    assertThat(pace.untilDue(now)).isEqualTo(SECOND / 2);
  }

  @Test
  void shouldPollEverySecondWhenKeysAreUnsettled() {
    long now = 0;
    for (int i = 0; i < 20; i++) {
      pace.polled(now, poll(1, false, false), true, 0);
      assertThat(pace.untilDue(now)).isLessThanOrEqualTo(SECOND);
      now += pace.untilDue(now);
    }
  }

  @Test
  void shouldPollRarelyWhenMuchIsRememberedAndWaitWhenAPollFails() {
    pace.polled(0, poll(1, false, true), true, 100_000);
    assertThat(pace.untilDue(0)).isEqualTo(SECOND / 2 * 6);
    pace.failed(0, Duration.ofSeconds(30));
    assertThat(pace.isDue(30 * SECOND - 1)).isFalse();
    assertThat(pace.isDue(30 * SECOND)).isTrue();
  }
}
