package dev.godwit.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.local.stack.StackSettings;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Fixed cases of the kill matrix on one stack, of kinds that no other test on a stack has. {@code
 * ./godwit chaos --nightly} runs all kinds; {@code InvariantCheckIT} shows that the checker can
 * fail.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChaosIT {
  private static final List<String> CHOSEN =
      List.of(
          "extractor.freeze.after-commit",
          "extractor.thaw.before-commit",
          "loader.enable.after-commit",
          "loader.purge.after-fence",
          "orchestrator.record.before-commit",
          "target: connections cut");

  private ChaosSession session;

  @BeforeAll
  void start() {
    session = ChaosSession.start(StackSettings.fromEnvironment(), 1, false, line -> {});
  }

  @AfterAll
  void stop() {
    session.close();
  }

  @Test
  void shouldKeepTheInvariantsWhenARunIsDisturbed() throws InterruptedException {
    List<ChaosCase> cases = new ArrayList<>();
    for (String label : CHOSEN) {
      cases.add(one(1 + cases.size(), label));
    }

    requireNoFinding(cases);
  }

  /** The seeds choose a pause and a resumption for the first, a cancellation for the last. */
  @Test
  void shouldFillTheGapAndChangeNothingElseWhenAReplayIsDisturbed() throws InterruptedException {
    requireNoFinding(
        List.of(
            one(2, "validator.replay-table.after-commit"),
            one(3, "transformer.replay-batch.before-commit")));
  }

  private static ChaosCase one(long seed, String label) {
    List<ChaosTarget> target =
        ChaosTargets.all().stream().filter(one -> one.label().equals(label)).toList();
    assertThat(target).as(label).hasSize(1);
    return ChaosCase.of(seed, 1, target).getFirst();
  }

  private void requireNoFinding(List<ChaosCase> cases) throws InterruptedException {
    List<CaseResult> results = session.run(cases, () -> true, result -> {});

    assertThat(results)
        .hasSameSizeAs(cases)
        .allSatisfy(
            result ->
                assertThat(result.findings())
                    .as("%s %s %s", result.of(), result.customer(), result.of().repeat())
                    .isEmpty());
  }
}
