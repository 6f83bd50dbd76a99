package dev.godwit.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.worker.run.ReplayControl.State;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReplayRateTest {
  private static final ReplayControl UNLIMITED = new ReplayControl(1, State.RUNNING, 0);
  private static final ReplayControl TEN_A_SECOND = new ReplayControl(1, State.RUNNING, 10);

  private long nanos;
  private final ReplayRate rate = new ReplayRate(() -> nanos);

  @Test
  void shouldNotWaitWhenThereIsNoLimit() {
    rate.took(UNLIMITED, 1_000_000);

    assertThat(rate.untilNext(UNLIMITED)).isZero();
    assertThat(rate.most(UNLIMITED, 500)).isEqualTo(500);
  }

  @Test
  void shouldWaitInProportionWhenRecordsWereTaken() {
    rate.took(TEN_A_SECOND, 25);
    assertThat(rate.untilNext(TEN_A_SECOND)).isEqualTo(Duration.ofMillis(2_500));
    rate.took(TEN_A_SECOND, 5);
    assertThat(rate.untilNext(TEN_A_SECOND)).isEqualTo(Duration.ofSeconds(3));

    nanos += Duration.ofSeconds(2).toNanos();
    assertThat(rate.untilNext(TEN_A_SECOND)).isEqualTo(Duration.ofSeconds(1));
    assertThat(rate.most(TEN_A_SECOND, 500)).isEqualTo(10);
  }

  @Test
  void shouldMakeUpForNothingWhenNoRecordCameForALongTime() {
    rate.took(TEN_A_SECOND, 10);
    nanos += Duration.ofHours(1).toNanos();

    rate.took(TEN_A_SECOND, 10);

    assertThat(rate.untilNext(TEN_A_SECOND)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void shouldForgetItsDebtWhenTheRateChanges() {
    rate.took(TEN_A_SECOND, 3_600);

    assertThat(rate.untilNext(UNLIMITED)).isZero();
    assertThat(rate.untilNext(TEN_A_SECOND)).isZero();
  }
}
