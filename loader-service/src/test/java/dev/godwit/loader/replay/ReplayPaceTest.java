package dev.godwit.loader.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.worker.run.ReplayControl;
import dev.godwit.worker.run.ReplayControl.State;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReplayPaceTest {
  private static final ReplayControl UNLIMITED = new ReplayControl(1, State.RUNNING, 0);
  private static final ReplayControl ONE_A_SECOND = new ReplayControl(1, State.RUNNING, 1);

  private final ReplayPace pace = new ReplayPace();

  @Test
  void shouldNotWaitWhenThereIsNoLimit() {
    pace.took(UNLIMITED, 1_000_000);
    assertThat(pace.untilNext(UNLIMITED)).isLessThanOrEqualTo(Duration.ZERO);
    assertThat(pace.most(UNLIMITED, 500)).isEqualTo(500);
  }

  @Test
  void shouldWaitInProportionWhenAStepIsAboveTheRate() {
    pace.took(ONE_A_SECOND, 3601);
    assertThat(pace.untilNext(ONE_A_SECOND)).isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
    assertThat(pace.most(ONE_A_SECOND, 500)).isEqualTo(1);
  }

  @Test
  void shouldForgetItsDebtWhenTheRateChanges() {
    pace.took(ONE_A_SECOND, 3601);
    assertThat(pace.untilNext(UNLIMITED)).isLessThanOrEqualTo(Duration.ZERO);
  }
}
