package dev.godwit.extractor.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.common.v1.Route;
import dev.godwit.common.v1.RunKind;
import dev.godwit.common.v1.Stage;
import dev.godwit.event.v1.Envelope;
import dev.godwit.event.v1.SourceAssessed;
import dev.godwit.extractor.snapshot.RecordingTransaction;
import dev.godwit.extractor.source.SourcePacks;
import dev.godwit.pack.Packs;
import dev.godwit.pack.SourcePack;
import dev.godwit.task.v1.FreezeSource;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.worker.failure.PackChangedException;
import dev.godwit.worker.outage.OutageRetry;
import dev.godwit.worker.run.AssessedPacks;
import dev.godwit.worker.run.RunPacks;
import dev.godwit.worker.run.RunRegistry;
import dev.godwit.worker.run.RunStatusTable;
import dev.godwit.worker.stage.StageIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SourceAccessTest {
  private static final Instant AT = Instant.parse("2026-11-29T10:00:00Z");
  private static final SourcePack PACK =
      new SourcePack("legacy", "as it is", null, null, null, null, null, Map.of());
  private static final TaskEnvelope TASK =
      new TaskEnvelope(
          "acme/1/freeze", "acme", "acme", 1, RunKind.LIVE, "legacy", "crm", AT, "cause");

  private final AssessedPacks assessed = new AssessedPacks();
  private final StageIdentity identity =
      new StageIdentity(Stage.EXTRACT, "extractor", Optional.of("extractor-1"), 18090);
  private final RunRegistry runs = new RunRegistry(null, new RunStatusTable(), null, null);
  private final RecordingTransaction transaction = new RecordingTransaction();
  private final Packs packs = Packs.of(Map.of("legacy", PACK), Map.of());
  private final SourceAccess source =
      new SourceAccess(
          new SourcePacks(packs) {
            @Override
            public SourcePack pack(String name) {
              return PACK;
            }
          },
          new RunPacks(packs, assessed, () -> {}, identity),
          new OutageRetry(null, identity, runs, Duration.ofSeconds(1)));
  private final List<SourcePack> used = new ArrayList<>();

  @Test
  void shouldRefuseEveryStepOfARunThatWasAssessedWithAnotherPack() {
    assess("as it was");
    assertThatThrownBy(() -> source.run(TASK, transaction, used::add))
        .isInstanceOf(PackChangedException.class);
    assertThatThrownBy(
            () ->
                new FreezeSourceTaskHandler(runs, source)
                    .handle(new FreezeSource(TASK), transaction))
        .isInstanceOf(PackChangedException.class);
    assertThat(used).isEmpty();
    assertThat(transaction.sent()).isEmpty();
  }

  @Test
  void shouldUndoARunWithThePackAsItIs() throws Exception {
    assess("as it was");
    source.runAsIs(TASK, transaction, used::add);
    assertThat(used).containsExactly(PACK);
  }

  @Test
  void shouldDoAStepWithThePackOfTheAssessment() throws Exception {
    assess("as it is");
    source.run(TASK, transaction, used::add);
    assertThat(used).containsExactly(PACK);
  }

  private void assess(String fingerprint) {
    assessed.onEvent(
        new SourceAssessed(
            new Envelope("event", "acme", 1L, "cause", "cause", AT, "by", 1, Route.UNKNOWN, -1L),
            List.of(),
            fingerprint));
  }
}
