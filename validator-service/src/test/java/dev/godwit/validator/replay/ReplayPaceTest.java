package dev.godwit.validator.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.worker.run.ReplayControl;
import dev.godwit.worker.run.ReplayControl.State;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReplayPaceTest {
  private final List<Long> reported = new ArrayList<>();
  private ReplayControl control = new ReplayControl(1, State.RUNNING, 0);
  private long nanos;

  private ReplayPace pace(long total) {
    return new ReplayPace(
        () -> control,
        new ReplayPace.Time(() -> nanos, rest -> nanos += rest),
        total,
        reported::add);
  }

  @Test
  void shouldReportEachTenthOnceAlsoWhenATableIsReadAgain() {
    ReplayPace pace = pace(1_000);
    rows(pace, 450);
    pace.rewind();
    rows(pace, 450);
    pace.mark();
    rows(pace, 550);

    assertThat(reported).hasSize(10).startsWith(100L, 200L, 300L, 400L).endsWith(1_000L);
    assertThat(pace.read()).isEqualTo(1_000);
  }

  @Test
  void shouldStopAtTheNextCheckWhenTheReplayIsPausedOrCancelled() {
    ReplayPace pace = pace(0);
    rows(pace, ReplayPace.CHECK_EVERY_ROWS - 1);
    control = new ReplayControl(1, State.PAUSED, 0);

    assertThatThrownBy(pace::row)
        .isInstanceOfSatisfying(
            ReplayInterruptedException.class,
            e -> assertThat(e.control().state()).isEqualTo(State.PAUSED));
    control = new ReplayControl(1, State.CANCELLED, 0);
    assertThatThrownBy(pace::check).isInstanceOf(ReplayInterruptedException.class);
  }

  @Test
  void shouldHoldRowsToTheRateWhenThereIsOne() {
    control = new ReplayControl(1, State.RUNNING, 100_000);
    ReplayPace pace = pace(0);
    pace.check();
    rows(pace, 40 * ReplayPace.CHECK_EVERY_ROWS);
    assertThat(nanos).isEqualTo(TimeUnit.MICROSECONDS.toNanos(102_400));

    control = new ReplayControl(1, State.RUNNING, 0);
    pace.check();
    rows(pace, 40 * ReplayPace.CHECK_EVERY_ROWS);
    assertThat(nanos).isEqualTo(TimeUnit.MICROSECONDS.toNanos(102_400));
  }

  private static void rows(ReplayPace pace, int rows) {
    for (int i = 0; i < rows; i++) {
      pace.row();
    }
  }
}
