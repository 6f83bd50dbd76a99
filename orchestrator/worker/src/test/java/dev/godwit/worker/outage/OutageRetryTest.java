package dev.godwit.worker.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.common.v1.RunKind;
import dev.godwit.common.v1.Stage;
import dev.godwit.report.v1.ReportEnvelope;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.worker.failure.DiskStillFullException;
import dev.godwit.worker.failure.SqlFailure;
import dev.godwit.worker.run.RunRegistry;
import dev.godwit.worker.run.RunSpec;
import dev.godwit.worker.run.RunStatus;
import dev.godwit.worker.run.RunStatusTable;
import dev.godwit.worker.run.RunStoppedException;
import dev.godwit.worker.run.RunTraces;
import dev.godwit.worker.stage.StageIdentity;
import dev.godwit.worker.stage.StageReports;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class OutageRetryTest {
  private static final RunSpec RUN = new RunSpec("c/2", "c", 2, RunKind.LIVE, "source", "target");
  private static final String TARGET = "the target database";

  private final List<String> reported = new ArrayList<>();
  private final OutageRetry outage =
      outage(new RunRegistry(null, new RunStatusTable(), null, new RunTraces()));

  /** Of a run that is stopped at the moment of the second look. */
  private final OutageRetry stopped = outage(new StoppedMeanwhile());

  private static final class StoppedMeanwhile extends RunRegistry {
    private int looks;

    private StoppedMeanwhile() {
      super(null, new RunStatusTable(), null, new RunTraces());
    }

    @Override
    public Optional<RunStatus> status(String runId) {
      return Optional.of(looks++ > 0 ? new RunStatus.Stopping(RUN) : new RunStatus.Running(RUN));
    }
  }

  @Test
  void shouldPostponeAndReportOnceWhenOthersWaitBehindTheWork() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> outage.retryFor(Duration.ZERO, TARGET, RUN, away()))
          .isInstanceOf(OutageTimeoutException.class);
    }
    assertThat(reported).containsExactly("waiting");
    assertThat(outage.waits()).hasSize(1);

    assertThat(outage.retryFor(Duration.ZERO, TARGET, RUN, () -> "done")).isEqualTo("done");

    assertThat(reported).containsExactly("waiting", "recovered");
    assertThat(outage.waits()).isEmpty();
    assertThat(outage.retryFor(Duration.ZERO, TARGET, RUN, () -> "again")).isEqualTo("again");
    assertThat(reported).hasSize(2);
  }

  @Test
  void shouldStopWaitingWhenPostponedWorkFailsForGood() {
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
  void shouldGiveUpATaskWhenItsRunStopsMeanwhile() {
    assertThatThrownBy(() -> stopped.retry(TARGET, task(), false, awayOnce()))
        .isInstanceOf(RunStoppedException.class);
  }

  @Test
  void shouldFinishATaskOfAStoppedRunWhenItIsDoneAllTheSame() throws Exception {
    assertThat(stopped.retry(TARGET, task(), true, awayOnce())).isEqualTo("done");
    assertThat(reported).containsExactly("waiting", "recovered");
  }

  @Test
  void shouldReportRecoveryWhenTheDatabaseAnswersWithARefusal() {
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
    assertThat(reported).containsExactly("waiting", "recovered");
    assertThat(outage.waits()).isEmpty();
  }

  @Test
  void shouldFailForGoodWhenTheDiskStaysFull() {
    assertThatThrownBy(() -> outage.retry(TARGET, RUN, full()))
        .isInstanceOf(DiskStillFullException.class)
        .hasMessage("could not extend file")
        .matches(error -> SqlFailure.classify((SQLException) error) == SqlFailure.FATAL)
        .matches(error -> ((SQLException) error).getSQLState().equals("53100"));
    assertThat(reported).containsExactly("waiting", "recovered");
    assertThat(outage.waits()).isEmpty();
  }

  @Test
  void shouldWaitForSpaceWhenTheRunIsBeingUndone() throws Exception {
    Iterator<SQLException> full = List.of(diskFull(), diskFull()).iterator();
    assertThat(
            outage.retry(
                TARGET,
                task(),
                true,
                () -> {
                  if (full.hasNext()) {
                    throw full.next();
                  }
                  return "purged";
                }))
        .isEqualTo("purged");
    assertThat(reported).containsExactly("waiting", "recovered");
  }

  private static Callable<String> full() {
    return () -> {
      throw diskFull();
    };
  }

  private static SQLException diskFull() {
    return new SQLException("could not extend file", "53100");
  }

  private OutageRetry outage(RunRegistry runs) {
    return new OutageRetry(
        new StageReports(null, null, new RunTraces()) {
          @Override
          public void waiting(ReportEnvelope envelope, String waitingFor, String error) {
            reported.add("waiting");
          }

          @Override
          public void recovered(ReportEnvelope envelope, String waitedFor, Duration waited) {
            reported.add("recovered");
          }
        },
        new StageIdentity(Stage.VALIDATE, "validator", Optional.of("v"), 1),
        runs,
        Duration.ZERO);
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
