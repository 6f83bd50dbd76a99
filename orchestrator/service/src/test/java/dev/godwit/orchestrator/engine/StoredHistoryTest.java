package dev.godwit.orchestrator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.common.v1.RunKind;
import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.event.RequestEvent.CommandRejected;
import dev.godwit.orchestrator.domain.event.RunEvent.CutStarted;
import dev.godwit.orchestrator.domain.state.ForwardState.Planning;
import dev.godwit.orchestrator.domain.state.IdleState.Committed;
import dev.godwit.orchestrator.domain.state.IdleState.RolledBack;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.task.v1.PlanExtraction;
import dev.godwit.task.v1.TaskEnvelope;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Events are kept for ever: what was stored once must be folded by every later version. */
class StoredHistoryTest {
  private static final String WITHOUT_LIVE = "history-without-live.txt";
  private static final String WITH_LIVE = "history-with-live.txt";
  private static final int ALL = Integer.MAX_VALUE;

  private static Migration fold(String file, String customer) throws IOException {
    return StateRebuild.of(StoredHistory.read(file)::forEach).migrations().stream()
        .filter(one -> one.id().equals(customer))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void shouldFoldAHistoryOfBeforeLiveEngagementWasFollowed() throws IOException {
    Migration acme = fold(WITHOUT_LIVE, "acme");
    assertThat(acme.state()).isInstanceOf(Committed.class);
    assertThat(acme.run().number()).isEqualTo(3);
    assertThat(acme.window()).isNull();
    assertThat(fold(WITHOUT_LIVE, "globex").state()).isInstanceOf(RolledBack.class);
    assertThat(fold(WITHOUT_LIVE, "initech").awaits(Planning.class)).isTrue();
  }

  @Test
  void shouldContinueWithoutAWindowWhenARunWasFrozenBefore() throws IOException {
    List<Recorded> history = StoredHistory.read(WITHOUT_LIVE);
    try (EngineHarness engine = EngineHarness.after(history)) {
      engine.tasks.add(
          new PlanExtraction(
              new TaskEnvelope(
                  "initech/2/plan",
                  "initech",
                  "initech",
                  2,
                  RunKind.LIVE,
                  "reference-legacy",
                  "reference-crm",
                  Instant.EPOCH,
                  ""),
              List.of()));
      engine.work(ALL);
      assertThat(engine.events.getLast().event().name()).isEqualTo("MigrationCommitted");
      assertThat(engine.events)
          .noneMatch(
              one -> one.event() instanceof CutStarted cut && cut.entity().equals(Entity.LIVE));
      assertThat(engine.pass(EngineHarness.CUT_EVERY)).isEmpty();
      CommandRejected rejected =
          (CommandRejected)
              engine
                  .json("{'command':'TakeCut','commandId':'new','customer':'initech','by':'ann'}")
                  .getFirst();
      assertThat(rejected.found()).contains("before live engagement was followed");
    }
  }

  @Test
  void shouldFoldAHistoryWithLiveEngagement() throws IOException {
    Migration acme = fold(WITH_LIVE, "acme");
    assertThat(acme.run().number()).isEqualTo(3);
    assertThat(acme.window().cut()).isEqualTo(3);
    assertThat(((Committed) acme.state()).alarm()).contains("no such column");
    assertThat(fold(WITH_LIVE, "globex").state()).isInstanceOf(RolledBack.class);
  }
}
