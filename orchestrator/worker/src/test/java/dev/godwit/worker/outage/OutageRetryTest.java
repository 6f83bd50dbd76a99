package dev.godwit.worker.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.canonical.DerivedId;
import dev.godwit.common.v1.RunKind;
import dev.godwit.common.v1.Stage;
import dev.godwit.report.v1.ReportEnvelope;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.worker.failure.SqlFailure;
import dev.godwit.worker.failure.WaitedTooLongException;
import dev.godwit.worker.run.RunRegistry;
import dev.godwit.worker.run.RunSpec;
import dev.godwit.worker.run.RunStatus;
import dev.godwit.worker.run.RunStatusTable;
import dev.godwit.worker.run.RunStoppedException;
import dev.godwit.worker.run.RunTraces;
import dev.godwit.worker.stage.StageIdentity;
import dev.godwit.worker.stage.StageReports;
import java.nio.file.Files;
import java.nio.file.Path;
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
  private static final RunSpec RUN =
      new RunSpec("c/2", "c", 2, RunKind.LIVE, "source", "target", DerivedId.ORDERED);
  private static final String TARGET = "the target database";

  private final List<String> reported = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();
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
  void shouldFailForGoodWhenTheDatabaseStaysFullOrReadOnly() {
    for (String state : List.of("53100", "25006")) {
      reported.clear();
      assertThatThrownBy(() -> outage.retry(TARGET, RUN, failing(state)))
          .isInstanceOf(WaitedTooLongException.class)
          .hasMessage("no write")
          .matches(error -> SqlFailure.classify((SQLException) error) == SqlFailure.RUN)
          .matches(error -> ((SQLException) error).getSQLState().equals(state));
      assertThat(reported).containsExactly("waiting", "recovered");
      assertThat(outage.waits()).isEmpty();
    }
  }

  @Test
  void shouldReportAnewWhenADatabaseThatWasAwayComesBackReadOnly() throws Exception {
    Iterator<SQLException> errors =
        List.of(
                new SQLException("ended", "08006"),
                new SQLException("cannot execute", "25006"),
                new SQLException("ended", "08006"),
                new SQLException("cannot execute", "25006"))
            .iterator();
    OutageRetry waits =
        outage(
            new RunRegistry(null, new RunStatusTable(), null, new RunTraces()),
            Duration.ofHours(1));
    for (int i = 0; i < 4; i++) {
      assertThatThrownBy(
              () ->
                  waits.retryFor(
                      Duration.ZERO,
                      TARGET,
                      RUN,
                      () -> {
                        throw errors.next();
                      }))
          .isInstanceOf(OutageTimeoutException.class);
    }
    assertThat(reported).containsExactly("waiting", "recovered", "waiting");
  }

  @Test
  void shouldSayWhatItWaitsForAndWhenAPersonIsCalled() throws Exception {
    Iterator<SQLException> failures =
        List.of(new SQLException("cannot execute", "25006"), new SQLException("lock", "55P03"))
            .iterator();
    for (int i = 0; i < 2; i++) {
      SQLException first = failures.next();
      AtomicBoolean failed = new AtomicBoolean();
      outage.retry(
          TARGET,
          task(),
          true,
          () -> {
            if (!failed.getAndSet(true)) {
              throw first;
            }
            return "";
          });
    }
    assertThatThrownBy(() -> outage.retry(TARGET, RUN, failing("53100")))
        .isInstanceOf(WaitedTooLongException.class);
    assertThat(texts)
        .containsExactly(
            "25006 cannot execute; waits for the database to take writes; an alarm calls a person"
                + " after 300 s",
            "55P03 lock; waits for the lock to be free; an alarm calls a person after 300 s",
            "53100 no write; waits for space on the database's disk, and fails after 0 s: a live"
                + " run is then held");
    assertThat(Files.readString(Path.of("../../deploy/observability/rules/alerts.yml")))
        .contains("godwit_run_waiting_seconds > " + OutageRetry.ALARM_AFTER.toSeconds());
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

  private static Callable<String> failing(String state) {
    return () -> {
      throw new SQLException("no write", state);
    };
  }

  private static SQLException diskFull() {
    return new SQLException("could not extend file", "53100");
  }

  private OutageRetry outage(RunRegistry runs) {
    return outage(runs, Duration.ZERO);
  }

  private OutageRetry outage(RunRegistry runs, Duration fullDiskWait) {
    return new OutageRetry(
        new StageReports(null, null, new RunTraces()) {
          @Override
          public void waiting(ReportEnvelope envelope, String waitingFor, String error) {
            reported.add("waiting");
            texts.add(error);
          }

          @Override
          public void recovered(ReportEnvelope envelope, String waitedFor, Duration waited) {
            reported.add("recovered");
          }
        },
        new StageIdentity(Stage.VALIDATE, "validator", Optional.of("v"), 1),
        runs,
        fullDiskWait);
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
