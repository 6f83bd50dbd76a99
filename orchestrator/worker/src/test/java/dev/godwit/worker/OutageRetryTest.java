package dev.godwit.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.common.v1.RunKind;
import dev.godwit.common.v1.Stage;
import dev.godwit.report.v1.ReportEnvelope;
import dev.godwit.task.v1.TaskEnvelope;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class OutageRetryTest {
  private static final RunSpec RUN = new RunSpec("c/2", "c", 2, RunKind.LIVE, "source", "target");
  private static final String TARGET = "the target database";

  private final List<String> told = new ArrayList<>();
  private final OutageRetry outage = outage(new RunRegistry(null, new RunStatusTable(), null));

  /** Of a run that is stopped at the moment of the second look. */
  private final OutageRetry stopped = outage(new StoppedMeanwhile());

  private static final class StoppedMeanwhile extends RunRegistry {
    private int looks;

    private StoppedMeanwhile() {
      super(null, new RunStatusTable(), null);
    }

    @Override
    public Optional<RunStatus> status(String runId) {
      return Optional.of(looks++ > 0 ? new RunStatus.Stopping(RUN) : new RunStatus.Running(RUN));
    }
  }

  @Test
  void work_that_others_wait_behind_is_put_off_and_told_of_once() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> outage.retryFor(Duration.ZERO, TARGET, RUN, away()))
          .isInstanceOf(OutageTimeoutException.class);
    }
    assertThat(told).containsExactly("waiting");
    assertThat(outage.waits()).hasSize(1);

    assertThat(outage.retryFor(Duration.ZERO, TARGET, RUN, () -> "done")).isEqualTo("done");

    assertThat(told).containsExactly("waiting", "recovered");
    assertThat(outage.waits()).isEmpty();
    assertThat(outage.retryFor(Duration.ZERO, TARGET, RUN, () -> "again")).isEqualTo("again");
    assertThat(told).hasSize(2);
  }

  @Test
  void what_was_put_off_and_fails_for_good_is_waited_for_no_more() {
    assertThatThrownBy(() -> outage.retryFor(Duration.ZERO, TARGET, RUN, away()))
        .isInstanceOf(OutageTimeoutException.class);
    assertThatThrownBy(
            () ->
                outage.retryFor(
                    Duration.ZERO,
                    TARGET,
                    RUN,
                    () -> {
                      throw new SQLException("no such table", "42P01");
                    }))
        .isInstanceOf(SQLException.class);
    assertThat(outage.waits()).isEmpty();
  }

  @Test
  void a_task_of_a_run_that_is_stopped_meanwhile_is_given_up() {
    assertThatThrownBy(() -> stopped.retry(TARGET, task(), false, awayOnce()))
        .isInstanceOf(RunStoppedException.class);
  }

  @Test
  void a_task_that_is_done_all_the_same_is_done_when_the_system_is_back() throws Exception {
    assertThat(stopped.retry(TARGET, task(), true, awayOnce())).isEqualTo("done");
    assertThat(told).containsExactly("waiting", "recovered");
  }

  @Test
  void who_answers_again_is_back_also_where_the_answer_is_a_refusal() {
    AtomicBoolean back = new AtomicBoolean();
    assertThatThrownBy(
            () ->
                outage.retry(
                    TARGET,
                    RUN,
                    () -> {
                      if (back.getAndSet(true)) {
                        throw new SQLException("no such snapshot", "42704");
                      }
                      throw new SQLException("connection refused", "08001");
                    }))
        .hasMessage("no such snapshot");
    assertThat(told).containsExactly("waiting", "recovered");
    assertThat(outage.waits()).isEmpty();
  }

  private OutageRetry outage(RunRegistry runs) {
    return new OutageRetry(
        new StageReports(null, null) {
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
        runs);
  }

  private static TaskEnvelope task() {
    return TaskEnvelope.newBuilder()
        .setTaskId("c/2/freeze")
        .setMigrationId("c")
        .setCustomer("c")
        .setRun(2)
        .setKind(RunKind.LIVE)
        .setSourcePack("source")
        .setTargetPack("target")
        .setIssuedAt(Instant.EPOCH)
        .setCausationId("cause")
        .build();
  }

  private static Callable<String> awayOnce() {
    AtomicBoolean back = new AtomicBoolean();
    return () -> {
      if (back.getAndSet(true)) {
        return "done";
      }
      throw new SQLException("connection refused", "08001");
    };
  }

  private static Callable<String> away() {
    return () -> {
      throw new SQLException("connection refused", "08001");
    };
  }
}
