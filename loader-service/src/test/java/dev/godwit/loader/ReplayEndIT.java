package dev.godwit.loader;

import static dev.godwit.records.Entity.ENGAGEMENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.godwit.loader.progress.ReplayStore;
import dev.godwit.loader.replay.ReplayUnderTest;
import dev.godwit.report.v1.FailureReport;
import dev.godwit.report.v1.ReplayReport;
import dev.godwit.row.v1.ReleasedRecord;
import dev.godwit.worker.run.ReplayControl.State;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** How a replay of the load ends: cancelled, killed, failed, or left to another loader. */
class ReplayEndIT extends ReplayedRun {
  @Test
  void shouldReportWhatItDidWhenItIsCancelledAndFinishWhenItIsReplayedAgain() throws Exception {
    copyPeople(10);
    List<String> before = digests();
    TargetServer.execute(url, "DELETE FROM live.engagement");

    ReplayUnderTest cancelled =
        replay(5, true).follow(turn -> turn < 2 ? State.RUNNING : State.CANCELLED);
    cancelled.run(1, entity(ENGAGEMENTS), false);
    ReplayReport part = reportOf(cancelled);
    assertThat(part.getWritten()).isPositive();
    assertThat(rows("live.engagement")).isEqualTo(part.getWritten());

    ReplayUnderTest again =
        replay(100, true).follow(turn -> turn == 1 ? State.PAUSED : State.RUNNING);
    again.run(2, entity(ENGAGEMENTS), false);
    assertThat(digests()).isEqualTo(before);
    ReplayReport rest = reportOf(again);
    assertThat(rest.getPresent()).isEqualTo(part.getWritten());
    assertThat(rest.getPresent() + rest.getWritten()).isEqualTo(10);
  }

  @Test
  void shouldSendEverythingOnceTheProcessIsBackWhenItWasKilledBeforeItSent() throws Exception {
    loadWithALongAddress();
    TargetServer.execute(url, "ALTER TABLE live.contact ALTER address TYPE varchar(90)");
    ReplayUnderTest killed = replay(100, false);
    AtomicReference<Exception> end = new AtomicReference<>();
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    killed.run(1, quarantined("*"), false);
                  } catch (Exception e) {
                    end.set(e);
                  }
                });
    await().until(() -> rowsOrZero("live.engagement") == 2 && rows("godwit.outbox") >= 6);
    thread.interrupt();
    thread.join();
    killed.close();
    assertThat(end.get()).isInstanceOf(InterruptedException.class);
    assertThat(killed.sent(ReplayReport.class)).isEmpty();

    ReplayUnderTest back = replay(100, true);
    back.run(1, quarantined("*"), false);

    assertThat(back.sent(ReleasedRecord.class)).hasSize(3);
    assertThat(receiptsOf(back)).hasSize(3);
    assertThat(back.sent(ReplayReport.class))
        .singleElement()
        .satisfies(report -> assertThat(report.getWritten()).isEqualTo(3));
    assertThat(rows("godwit.outbox")).isZero();
    assertThat(TargetServer.query(url, "SELECT state FROM godwit.replay"))
        .containsExactly("FINISHED");
  }

  @Test
  void shouldFailWithTheTaskWhenAnOlderVersionOpenedTheRun() throws Exception {
    copyPeople(2);
    TargetServer.execute(url, "UPDATE godwit.run SET keeps_ranges = false");

    ReplayUnderTest replay = replay(100, true);
    replay.run(1, all(), false);

    assertThat(replay.sent(FailureReport.class))
        .singleElement()
        .satisfies(
            failure -> {
              assertThat(failure.getEnvelope().getTaskId()).isEqualTo("task-1");
              assertThat(failure.getError()).contains("older version");
            });
    assertThat(TargetServer.query(url, "SELECT state FROM godwit.replay"))
        .containsExactly("FAILED");
  }

  @Test
  void shouldFailAndContinueWhenATableDoesNotFitAndIsMended() throws Exception {
    copyPeople(4);
    List<String> before = digests();
    TargetServer.execute(url, "DELETE FROM live.engagement");
    TargetServer.execute(url, "ALTER TABLE live.engagement RENAME COLUMN at TO moment");
    ReplayUnderTest failing = replay(100, true);
    failing.run(1, all(), false);
    assertThat(failing.sent(FailureReport.class))
        .singleElement()
        .satisfies(failure -> assertThat(failure.getError()).contains("42703"));

    TargetServer.execute(url, "ALTER TABLE live.engagement RENAME COLUMN moment TO at");
    ReplayUnderTest mended = replay(100, true);
    mended.run(2, all(), false);

    assertThat(digests()).isEqualTo(before);
    assertThat(reportOf(mended).getWritten()).isEqualTo(4);
  }

  /** The server ends a session that is silent for longer, and the lock is free. */
  @Test
  void shouldLoseItsSessionAndSoItsLockWhenALoaderStandsStill() throws Exception {
    try (Connection silent = TargetServer.open(url);
        Connection other = TargetServer.open(url)) {
      assertThat(ReplayStore.tryLock(silent, RUN)).isTrue();
      silent.commit();
      assertThat(ReplayStore.tryLock(other, RUN)).isFalse();
      other.rollback();
      for (String limit : List.of("idle_session_timeout", "idle_in_transaction_session_timeout")) {
        assertThat(setting(silent, limit)).isEqualTo("30s");
      }
      silent.rollback();

      try (Statement sooner = silent.createStatement()) {
        sooner.execute("SET idle_session_timeout = '1ms'");
      }
      silent.commit();
      await()
          .untilAsserted(
              () -> {
                assertThat(ReplayStore.tryLock(other, RUN)).isTrue();
                other.rollback();
              });
    }
  }

  private static String setting(Connection connection, String name) throws Exception {
    try (Statement show = connection.createStatement();
        ResultSet row = show.executeQuery("SHOW " + name)) {
      row.next();
      return row.getString(1);
    }
  }

  @Test
  void shouldYieldWhenAnotherLoaderReplaysTheRun() throws Exception {
    copyPeople(2);
    TargetServer.execute(url, "DELETE FROM live.engagement");
    try (Connection other = TargetServer.open(url)) {
      assertThat(ReplayStore.tryLock(other, RUN)).isTrue();
      ReplayUnderTest second = replay(100, true);
      assertThat(second.run(1, all(), false)).isEqualTo("ELSEWHERE");
      assertThat(second.sent(ReplayReport.class)).isEmpty();
    }
    assertThat(replay(100, true).run(1, all(), false)).isEqualTo("OVER");
    assertThat(rows("live.engagement")).isEqualTo(2);
  }
}
