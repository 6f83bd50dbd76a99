package dev.godwit.worker.run;

import static dev.godwit.worker.run.RunEvents.budget;
import static dev.godwit.worker.run.RunEvents.cancelled;
import static dev.godwit.worker.run.RunEvents.committed;
import static dev.godwit.worker.run.RunEvents.cut;
import static dev.godwit.worker.run.RunEvents.envelope;
import static dev.godwit.worker.run.RunEvents.failed;
import static dev.godwit.worker.run.RunEvents.held;
import static dev.godwit.worker.run.RunEvents.live;
import static dev.godwit.worker.run.RunEvents.passed;
import static dev.godwit.worker.run.RunEvents.purge;
import static dev.godwit.worker.run.RunEvents.rehearsal;
import static dev.godwit.worker.run.RunEvents.replayStarted;
import static dev.godwit.worker.run.RunEvents.resumed;
import static dev.godwit.worker.run.RunEvents.rollback;
import static dev.godwit.worker.run.RunEvents.stageFailed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.godwit.canonical.DerivedId;
import dev.godwit.common.v1.RunKind;
import dev.godwit.event.v1.CutWritten;
import dev.godwit.event.v1.Envelope;
import dev.godwit.event.v1.MigrationRolledBack;
import dev.godwit.event.v1.ReplayCancelled;
import dev.godwit.event.v1.ReplayFailed;
import dev.godwit.event.v1.ReplayFinished;
import dev.godwit.event.v1.ReplayPaused;
import dev.godwit.event.v1.ReplayProgressed;
import dev.godwit.event.v1.ReplayResumed;
import dev.godwit.event.v1.RunAbandoned;
import dev.godwit.event.v1.RunRefused;
import dev.godwit.records.Entity;
import dev.godwit.worker.run.ReplayControl.State;
import dev.godwit.worker.run.RunStatus.Committed;
import dev.godwit.worker.run.RunStatus.Ended;
import dev.godwit.worker.run.RunStatus.Running;
import dev.godwit.worker.run.RunStatus.Stopping;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RunStatusTableTest {
  private static final RunSpec REHEARSAL =
      new RunSpec("c/1", "c", 1, RunKind.REHEARSAL, "source", "target", DerivedId.ORDERED);
  private static final RunSpec LIVE =
      new RunSpec("c/1", "c", 1, RunKind.LIVE, "source", "target", DerivedId.ORDERED);
  private static final LiveWindows.Window OPEN = new LiveWindows.Window(LIVE, List.of(1L), null);

  private final RunStatusTable table = new RunStatusTable();

  /** A history of run 1 of customer c, and the status at its end. */
  record History(String name, RunStatus end, List<SpecificRecord> events) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<History> histories() {
    return Stream.of(
        new History("running", new Running(LIVE), List.of(live(1))),
        new History(
            "running while its live engagement comes",
            new Running(LIVE),
            List.of(live(1), cut(0, false, 1L))),
        new History("held", new Running(LIVE), List.of(live(1), stageFailed(1), held(1))),
        new History(
            "resumed twice",
            new Running(LIVE, 2),
            List.of(live(1), held(1), resumed(1), held(1), budget(50), resumed(2))),
        new History(
            "rolled back by the freeze budget",
            new Stopping(LIVE),
            List.of(live(1), held(1), resumed(1), held(1), budget(100), rollback(1))),
        new History(
            "rehearsal is purged", new Stopping(REHEARSAL), List.of(rehearsal(1), purge(1))),
        new History(
            "rehearsal passed", new Ended(REHEARSAL), List.of(rehearsal(1), purge(1), passed(1))),
        new History(
            "rehearsal failed", new Ended(REHEARSAL), List.of(rehearsal(1), purge(1), failed(1))),
        new History(
            "rehearsal failed because its purge failed",
            new Ended(REHEARSAL),
            List.of(rehearsal(1), purge(1), stageFailed(1), failed(1))),
        new History(
            "refused",
            new Ended(LIVE),
            List.of(live(1), new RunRefused(envelope(1), List.of("because"), "next"))),
        new History(
            "abandoned",
            new Stopping(LIVE),
            List.of(live(1), new RunAbandoned(envelope(1), "snapshot lost"), purge(1))),
        new History(
            "abandoned and followed by another run",
            new Ended(LIVE),
            List.of(live(1), new RunAbandoned(envelope(1), "snapshot lost"), purge(1), live(2))),
        new History(
            "rolling back", new Stopping(LIVE), List.of(live(1), cut(0, false, 1L), rollback(1))),
        new History(
            "rolled back",
            new Ended(LIVE),
            List.of(
                live(1),
                cut(0, false, 1L),
                rollback(1),
                purge(1),
                cut(1, true, 9L),
                new MigrationRolledBack(envelope(1), "because", "first", "next"))),
        new History(
            "cancelled in the middle of a run",
            new Ended(REHEARSAL),
            List.of(rehearsal(1), purge(1), cancelled("c", 1))),
        new History(
            "cancelled by an event without a run",
            new Ended(REHEARSAL),
            List.of(rehearsal(1), cancelled("c", 0))),
        new History(
            "committed with an open window",
            new Committed(LIVE, Optional.of(OPEN)),
            List.of(live(1), cut(0, false, 1L), committed(1), cut(1, false, 5L))),
        new History(
            "committed with a closed window",
            new Committed(
                LIVE, Optional.of(new LiveWindows.Window(LIVE, List.of(1L), List.of(9L)))),
            List.of(live(1), cut(0, false, 1L), committed(1), cut(1, true, 9L))),
        new History(
            "committed without live engagement",
            new Committed(LIVE, Optional.empty()),
            List.of(
                live(1),
                new CutWritten(envelope(1), Entity.EMAILS.symbol(), 1, List.of(1L), false, null),
                committed(1))));
  }

  @ParameterizedTest
  @MethodSource("histories")
  void shouldFoldAHistoryIntoTheStatusAtItsEnd(History history) {
    history.events().forEach(table::apply);
    assertThat(table.status("c/1")).contains(history.end());
  }

  @ParameterizedTest
  @MethodSource("histories")
  void shouldHaveTheSameStatusWhenTheHistoryIsReplayed(History history) {
    List<SpecificRecord> consumed = new ArrayList<>();
    for (SpecificRecord event : history.events()) {
      table.apply(event);
      consumed.add(event);
      RunStatusTable replayed = new RunStatusTable();
      consumed.forEach(replayed::apply);
      for (String runId : List.of("c/1", "c/2")) {
        assertThat(replayed.status(runId)).isEqualTo(table.status(runId));
        assertThat(replayed.window(runId)).isEqualTo(table.window(runId));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("histories")
  void shouldLetNothingBeWrittenAgainWhenARunHasStopped(History history) {
    boolean stopped = false;
    for (SpecificRecord event : history.events()) {
      table.apply(event);
      boolean writes = table.status("c/1").orElseThrow().writesRows();
      assertThat(writes && stopped).isFalse();
      stopped |= !writes;
    }
  }

  @Test
  void shouldSayWhatMayBeWrittenForEachStatus() {
    Map<RunStatus, List<Boolean>> expected =
        Map.of(
            new Running(LIVE), List.of(true, true, false),
            new Running(LIVE, 2), List.of(true, true, false),
            new Stopping(LIVE), List.of(false, false, false),
            new Committed(LIVE, Optional.of(OPEN)), List.of(false, true, true),
            new Committed(LIVE, Optional.empty()), List.of(false, false, true),
            new Ended(LIVE), List.of(false, false, true));
    expected.forEach(
        (status, answers) -> {
          assertThat(List.of(status.writesRows(), status.writesEngagement(), status.isOver()))
              .isEqualTo(answers);
          assertThat(status.writes(Entity.EMAILS)).isEqualTo(status.writesRows());
          assertThat(status.writes(Entity.LIVE)).isEqualTo(status.writesEngagement());
        });
  }

  /**
   * The orchestrator gives up a rehearsal whose purge failed, and the target's fence stays open: a
   * service that asked the fence would wait for the end of this run for ever.
   */
  @Test
  void shouldEndARehearsalWhenItsPurgeFailed() {
    Stream.of(rehearsal(1), purge(1), stageFailed(1)).forEach(table::apply);
    assertThat(table.status("c/1").orElseThrow().isOver()).isFalse();
    table.apply(failed(1));
    RunStatus status = table.status("c/1").orElseThrow();
    assertThat(status.isOver()).isTrue();
    assertThat(status.writesRows()).isFalse();
    assertThat(status.writesEngagement()).isFalse();
  }

  @Test
  void shouldHaveNoStatusWhenTheStartWasNotConsumed() {
    assertThat(table.status("c/1")).isEmpty();
    table.apply(purge(1));
    assertThat(table.status("c/1")).isEmpty();
  }

  @Test
  void shouldEndARunWhenItsStartWasUnreadable() {
    table.apply(failed(1));
    assertThat(table.status("c/1").orElseThrow()).isInstanceOf(Ended.class);
  }

  @Test
  void shouldWakeAWaitingThreadWhenTheRunStarts() {
    CompletableFuture<RunStatus> waiting = async(() -> table.awaitStatus("c/2"));
    table.apply(live(1));
    table.apply(live(2));
    await().until(waiting::isDone);
    assertThat(waiting.join().run().run()).isEqualTo(2);
  }

  @Test
  void shouldWakeAWaitingThreadWhenTheRunIsResumedAgainOrStops() {
    Stream.of(live(1), held(1), resumed(1)).forEach(table::apply);
    CompletableFuture<RunStatus> waiting = async(() -> table.awaitResumed("c/1", 1));
    table.apply(held(1));
    assertThat(waiting).isNotDone();
    table.apply(resumed(2));
    await().until(waiting::isDone);
    assertThat(waiting.join()).isEqualTo(new Running(LIVE, 2));

    CompletableFuture<RunStatus> stopped = async(() -> table.awaitResumed("c/1", 2));
    table.apply(rollback(1));
    await().until(stopped::isDone);
    assertThat(stopped.join()).isEqualTo(new Stopping(LIVE));
  }

  @Test
  void shouldFollowAReplayWhenItIsPausedResumedAndCancelled() throws Exception {
    table.apply(live(1));
    assertThat(table.replay("c/1")).isEmpty();
    CompletableFuture<ReplayControl> waiting = async(() -> table.awaitReplay("c/1", 1));
    table.apply(replayStarted(1, 100));
    await().until(waiting::isDone);
    ReplayControl begun = new ReplayControl(1, State.RUNNING, 100);
    assertThat(waiting.join()).isEqualTo(begun);
    assertThat(table.awaitReplayChange("c/1", begun, Duration.ofMillis(1))).isEqualTo(begun);

    CompletableFuture<ReplayControl> change =
        async(() -> table.awaitReplayChange("c/1", begun, Duration.ofMinutes(1)));
    table.apply(new ReplayProgressed(envelope(1), 1, 1L, 10L));
    table.apply(new ReplayPaused(envelope(1), 1));
    await().until(change::isDone);
    assertThat(change.join()).isEqualTo(new ReplayControl(1, State.PAUSED, 100));
    table.apply(new ReplayResumed(envelope(1), 1, 7));
    assertThat(table.replay("c/1")).contains(new ReplayControl(1, State.RUNNING, 7));
    table.apply(new ReplayCancelled(envelope(1), 1, "why"));
    table.apply(new ReplayResumed(envelope(1), 1, 9));
    assertThat(table.replay("c/1")).contains(new ReplayControl(1, State.CANCELLED, 7));

    table.apply(replayStarted(2, 0));
    assertThat(table.replay("c/1")).contains(new ReplayControl(2, State.RUNNING, 0));
    assertThat(table.awaitReplay("c/1", 1).state()).isEqualTo(State.CANCELLED);
  }

  @Test
  void shouldEndAReplayWhenItFinishesOrFailsOrItsRunIsUndone() {
    List<SpecificRecord> ends =
        List.of(
            new ReplayFinished(envelope(1), 1, 1L, 1L, 0L, 0L, List.of(), 0L, 0L, 0L),
            new ReplayFailed(envelope(1), 1, "error", "action"),
            rollback(1),
            failed(1),
            cancelled("c", 1));
    for (SpecificRecord end : ends) {
      RunStatusTable fresh = new RunStatusTable();
      Stream.of(live(1), replayStarted(1, 3), end).forEach(fresh::apply);
      assertThat(fresh.replay("c/1"))
          .as(end.getSchema().getName())
          .contains(new ReplayControl(1, State.OVER, 3));
    }
    Stream.of(live(1), replayStarted(1, 3), committed(1)).forEach(table::apply);
    assertThat(table.replay("c/1")).contains(new ReplayControl(1, State.RUNNING, 3));
  }

  /** A waiting call of another thread. */
  private interface Waiting<T> {
    T call() throws InterruptedException;
  }

  private static <T> CompletableFuture<T> async(Waiting<T> waiting) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return waiting.call();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @Test
  void shouldNotEndTheRunsOfOtherCustomersWhenAMigrationIsCancelled() {
    table.apply(live(1));
    table.apply(cancelled("d", 1));
    assertThat(table.status("c/1")).contains(new Running(LIVE));
  }

  @Test
  void shouldKeepACommittedRunWhenAnotherRunOfTheCustomerStarts() {
    Stream.of(live(1), cut(0, false, 1L), committed(1), live(2)).forEach(table::apply);
    assertThat(table.status("c/1")).contains(new Committed(LIVE, Optional.of(OPEN)));
  }

  @Test
  void shouldClassifyEveryEventTypeOfTheCatalogue() throws Exception {
    List<String> types = new ArrayList<>();
    eventClasses(
        file -> {
          String name = file.getFileName().toString().replace(".class", "");
          if (!name.contains("$") && !name.equals("Envelope")) {
            types.add(name);
          }
        });
    assertThat(types).contains("RunStarted", "VerdictReached").hasSizeGreaterThan(40);
    for (String type : types) {
      assertThat(table.isClassified(Class.forName(Envelope.class.getPackageName() + "." + type)))
          .as("RunStatusTable says what an event %s changes", type)
          .isTrue();
    }
  }

  private static void eventClasses(Consumer<Path> each) throws Exception {
    URI place = Envelope.class.getResource("Envelope.class").toURI();
    if (place.getScheme().equals("jar")) {
      try (FileSystem jar = FileSystems.newFileSystem(place, Map.of());
          Stream<Path> files = Files.list(jar.provider().getPath(place).getParent())) {
        files.forEach(each);
      }
    } else {
      try (Stream<Path> files = Files.list(Path.of(place).getParent())) {
        files.forEach(each);
      }
    }
  }
}
