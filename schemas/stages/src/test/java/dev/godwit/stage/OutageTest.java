package dev.godwit.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.common.v1.RunKind;
import dev.godwit.common.v1.Stage;
import dev.godwit.report.v1.ReportEnvelope;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

class OutageTest {
  private static final RunSpec RUN = new RunSpec("c/2", "c", 2, RunKind.LIVE, "source", "target");
  private static final String TARGET = "the target database";

  private final List<String> told = new ArrayList<>();
  private final Outage outage =
      new Outage(
          new StageReports() {
            @Override
            public void waiting(ReportEnvelope envelope, String waitingFor, String error) {
              told.add("waiting");
            }

            @Override
            public void recovered(ReportEnvelope envelope, String waitedFor, Duration waited) {
              told.add("recovered");
            }
          },
          new StageIdentity(Stage.VALIDATE, "validator", Optional.of("v"), 1),
          new RunRegistry());

  @Test
  void work_that_others_wait_behind_is_put_off_and_told_of_once() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> outage.within(Duration.ZERO, TARGET, RUN, away()))
          .isInstanceOf(StillAwayException.class);
    }
    assertThat(told).containsExactly("waiting");
    assertThat(outage.waits()).hasSize(1);

    assertThat(outage.within(Duration.ZERO, TARGET, RUN, () -> "done")).isEqualTo("done");

    assertThat(told).containsExactly("waiting", "recovered");
    assertThat(outage.waits()).isEmpty();
    assertThat(outage.within(Duration.ZERO, TARGET, RUN, () -> "again")).isEqualTo("again");
    assertThat(told).hasSize(2);
  }

  @Test
  void what_was_put_off_and_fails_for_good_is_waited_for_no_more() {
    assertThatThrownBy(() -> outage.within(Duration.ZERO, TARGET, RUN, away()))
        .isInstanceOf(StillAwayException.class);
    assertThatThrownBy(
            () ->
                outage.within(
                    Duration.ZERO,
                    TARGET,
                    RUN,
                    () -> {
                      throw new SQLException("no such table", "42P01");
                    }))
        .isInstanceOf(SQLException.class);
    assertThat(outage.waits()).isEmpty();
  }

  private static Callable<String> away() {
    return () -> {
      throw new SQLException("connection refused", "08001");
    };
  }
}
