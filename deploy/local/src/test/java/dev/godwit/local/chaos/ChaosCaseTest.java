package dev.godwit.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.common.v1.Stage;
import dev.godwit.local.chaos.check.Finding;
import dev.godwit.wire.crash.CrashPoint;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ChaosCaseTest {
  private static final List<ChaosTarget> ALL = ChaosTargets.all();

  @Test
  void shouldMakeTheSameCasesWhenTheSeedIsTheSame() {
    List<String> first = ChaosCase.of(7, 100, ALL).stream().map(ChaosCase::toString).toList();

    assertThat(ChaosCase.of(7, 100, ALL)).extracting(ChaosCase::toString).isEqualTo(first);
    assertThat(ChaosCase.of(8, 100, ALL)).extracting(ChaosCase::toString).isNotEqualTo(first);
  }

  @Test
  void shouldDisturbEveryKindOnceWhenThereAreEnoughCases() {
    assertThat(ChaosCase.of(1, ALL.size(), ALL))
        .extracting(ChaosCase::target)
        .containsExactlyInAnyOrderElementsOf(ALL);
  }

  @Test
  void shouldRepeatACaseWhenItsOwnSeedAndKindAreGiven() {
    ChaosCase one = ChaosCase.of(7, 40, ALL).get(33);

    ChaosCase again = ChaosCase.of(one.seed(), 1, List.of(one.target())).getFirst();

    assertThat(again).hasToString(one.toString());
    assertThat(one.repeat())
        .isEqualTo(
            "./godwit chaos --cases 1 --seed %d --only \"%s\""
                .formatted(one.seed(), one.target().label()));
  }

  /** So that the command that repeats a case chooses its kind alone. */
  @Test
  void shouldHaveNoNameWhenItIsPartOfAnother() {
    List<String> labels = ALL.stream().map(ChaosTarget::label).toList();

    assertThat(labels)
        .doesNotHaveDuplicates()
        .allMatch(one -> labels.stream().filter(other -> other.contains(one)).count() == 1);
  }

  /** A comparison takes whole entities; it refuses a selection of records. */
  @Test
  void shouldSelectQuarantinedRecordsOfTheLoadAloneWhenAReplayIsPlanned() {
    List<ReplayPlan> plans =
        ChaosCase.of(3, 40 * ALL.size(), ALL).stream()
            .map(ChaosCase::replay)
            .filter(Objects::nonNull)
            .toList();

    assertThat(plans)
        .extracting(ReplayPlan::stage)
        .contains(Stage.TRANSFORM, Stage.LOAD, Stage.VALIDATE);
    assertThat(plans).extracting(ReplayPlan::gap).contains(ReplayPlan.Gap.values());
    assertThat(plans).extracting(ReplayPlan::steering).contains(ReplayPlan.Steering.values());
    assertThat(plans)
        .filteredOn(ReplayPlan::onlyQuarantined)
        .isNotEmpty()
        .allMatch(plan -> plan.stage() == Stage.LOAD && plan.isHeld());
  }

  @Test
  void shouldReachEveryDeclaredPointInSomeCase() {
    assertThat(Arrays.stream(CrashPoint.values()).map(CrashPoint::label))
        .allMatch(point -> ALL.stream().anyMatch(target -> target.label().endsWith(point)));
  }

  @Test
  void shouldCountAFindingUnderItsKindWhenACaseFails() {
    ChaosCase one = ChaosCase.of(7, 1, ALL).getFirst();
    Finding finding = new Finding(Finding.Kind.LOST, 3, "1 row of contact is not there");
    KillTable table =
        new KillTable(
            List.of(
                new CaseResult(
                    one,
                    "chaos-1",
                    "",
                    true,
                    "MigrationCommitted",
                    2,
                    Duration.ofSeconds(8),
                    Duration.ofMillis(2500),
                    List.of(finding))));

    assertThat(table.markdown(List.of("# Kill table")))
        .startsWith("# Kill table\n")
        .contains("| `" + one.target().label() + "` | 1 | 1 | 1 | 0 | 0 | 2.5 s |")
        .contains(one.repeat())
        .contains(finding.text());
  }

  @Test
  void shouldSayWhyAndCountNothingWhenACaseIsSkipped() {
    ChaosCase one = ChaosCase.of(7, 1, ALL).getFirst();
    CaseResult skipped = CaseResult.skipped(one, "skipped: needs root");

    assertThat(skipped.isGood()).isTrue();
    assertThat(new KillTable(List.of(skipped)).markdown(List.of("# Kill table")))
        .contains(
            "| `" + one.target().label() + "` | 1 | skipped: needs root | 0 | 0 | 0 | 0.0 s |")
        .contains("| **all** | 0 | 0 | 0 | 0 | 0 | 0.0 s |");
  }

  @Test
  void shouldNeedThreeBrokersWhenOneIsLost() {
    assertThat(ALL)
        .filteredOn(target -> target.label().startsWith("cluster"))
        .isNotEmpty()
        .allMatch(target -> target.brokers() == 3);
    assertThat(ALL)
        .filteredOn(target -> !target.label().startsWith("cluster"))
        .allMatch(target -> target.brokers() == 1);
  }
}
