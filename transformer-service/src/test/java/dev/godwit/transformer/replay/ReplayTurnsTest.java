package dev.godwit.transformer.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.common.v1.ReplaySelection;
import dev.godwit.common.v1.RunKind;
import dev.godwit.common.v1.Stage;
import dev.godwit.event.v1.ReplayCancelled;
import dev.godwit.event.v1.ReplayPaused;
import dev.godwit.event.v1.ReplayResumed;
import dev.godwit.event.v1.ReplayStarted;
import dev.godwit.event.v1.RunAbandoned;
import dev.godwit.event.v1.RunStarted;
import dev.godwit.transformer.TestPack;
import dev.godwit.worker.run.RunRegistry;
import dev.godwit.worker.run.RunStatusTable;
import dev.godwit.worker.run.RunStoppedException;
import dev.godwit.worker.run.RunTraces;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ReplayTurnsTest {
  private final RunStatusTable table = new RunStatusTable();
  private final RunRegistry runs = new RunRegistry(null, table, null, new RunTraces());
  private final ReplayTurns turns = new ReplayTurns(runs, TestPack.RUN, 1);

  @BeforeEach
  void start() {
    table.apply(
        new RunStarted(
            ReplayFixture.envelope(),
            RunKind.LIVE,
            "acme",
            "legacy",
            "crm",
            "why",
            0L,
            8,
            List.of()));
    table.apply(
        ReplayStarted.newBuilder()
            .setEnvelope(ReplayFixture.envelope())
            .setReplay(1)
            .setStage(Stage.TRANSFORM)
            .setSelection(ReplaySelection.newBuilder().build())
            .setRate(0)
            .setWhy("")
            .build());
  }

  @Test
  void shouldGiveFullBatchesWithoutARate() throws Exception {
    assertThat(turns.next()).isEqualTo(ReplayTurns.LARGEST_BATCH);
    assertThat(turns.next()).isEqualTo(ReplayTurns.LARGEST_BATCH);
  }

  @Test
  void shouldWaitWhileItIsPausedAndContinueWithTheNewRate() throws Exception {
    table.apply(new ReplayPaused(ReplayFixture.envelope(), 1));
    CompletableFuture<Integer> next =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return turns.next();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    Awaitility.await()
        .until(
            () ->
                Thread.getAllStackTraces().values().stream()
                    .flatMap(java.util.Arrays::stream)
                    .anyMatch(frame -> frame.getMethodName().equals("awaitReplayChange")));
    assertThat(next).isNotDone();

    table.apply(new ReplayResumed(ReplayFixture.envelope(), 1, 20));

    assertThat(next.get(10, TimeUnit.SECONDS)).isEqualTo(20);
  }

  @Test
  void shouldEndWhenItIsCancelledOrItsRunIsUndone() {
    table.apply(
        ReplayCancelled.newBuilder()
            .setEnvelope(ReplayFixture.envelope())
            .setReplay(1)
            .setWhy("")
            .build());
    assertThatThrownBy(turns::next).isInstanceOf(ReplayCancelledException.class);

    table.apply(new RunAbandoned(ReplayFixture.envelope(), "why"));
    assertThatThrownBy(new ReplayTurns(runs, TestPack.RUN, 2)::next)
        .isInstanceOf(RunStoppedException.class);
  }
}
