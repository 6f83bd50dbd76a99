package dev.godwit.orchestrator.view.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.DecisionAnswer.Kind;
import dev.godwit.api.Phase;
import dev.godwit.api.RehearsalAnswer.Finding;
import dev.godwit.api.RehearsalAnswer.State;
import dev.godwit.api.RehearsalAnswer.Step;
import dev.godwit.orchestrator.view.fold.MigrationDocument;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RemainingStepsTest {
  private static final String REHEARSE = "./godwit rehearse acme --by NAME --why TEXT --watch";
  private static final String READ = "./godwit rehearsal acme";
  private static final String APPROVE = "./godwit approve acme --by NAME --why TEXT";
  private static final String START = "./godwit start acme --by NAME --watch";
  private static final String FIX = "./godwit fixes add acme DROP contacts.fax";
  private static final String DECIDE = "./godwit merges decide acme";

  private final MigrationDocument m = new MigrationDocument();

  RemainingStepsTest() {
    m.customer = "acme";
    m.requestedBy = "ann";
    m.rehearsedBy = "ben";
    m.phase = Phase.REHEARSED;
  }

  @Test
  void shouldOnlyApproveAndStartWhenNothingWasFound() {
    assertThat(commands(State.PASSED, false, Set.of())).containsExactly(APPROVE, START);
  }

  @Test
  void shouldApproveWithTheWaiversOfAllThatNoFixIsProposedFor() {
    List<Step> steps =
        RemainingSteps.of(
            m,
            State.FINDINGS,
            false,
            Set.of(),
            List.of(finding("CONTACTS", "BAD_ADDRESS", 12), finding("EMAILS", "LOW_SHARE", 400)));
    assertThat(steps)
        .extracting(Step::command)
        .containsExactly(
            APPROVE + " --waive contacts:BAD_ADDRESS:12 --waive emails:LOW_SHARE:400", START);
    assertThat(steps.getFirst().purpose()).isEqualTo("approve, by somebody other than ann and ben");
  }

  @Test
  void shouldDecideThenFixThenRehearseThenApproveThenStart() {
    List<Step> steps = undecidedAndFixable(false, Set.of());
    assertThat(steps)
        .extracting(Step::command)
        .containsExactly(
            DECIDE, FIX, REHEARSE, READ, APPROVE + " --waive contacts:BAD_ADDRESS:12", START);
    assertThat(steps.getFirst().purpose()).isEqualTo("decide of 14 merge groups");
    assertThat(steps.get(2).purpose())
        .isEqualTo("rehearse again, since decisions hold from the next run on");
  }

  @Test
  void shouldNotAskAgainForWhatWasDecidedSince() {
    assertThat(undecidedAndFixable(true, Set.of(Kind.MERGES)))
        .extracting(Step::command)
        .startsWith(FIX, REHEARSE)
        .doesNotContain(DECIDE);
    assertThat(undecidedAndFixable(true, Set.of(Kind.MERGES, Kind.FIX)))
        .extracting(Step::command)
        .startsWith(REHEARSE);
  }

  @Test
  void shouldOnlyStartWhenItIsApproved() {
    m.phase = Phase.APPROVED;
    assertThat(commands(State.PASSED, false, Set.of())).containsExactly(START);
  }

  @Test
  void shouldRehearseAgainWhenAnApprovedRehearsalIsStale() {
    m.phase = Phase.APPROVED;
    assertThat(commands(State.PASSED, true, Set.of(Kind.FIX)))
        .containsExactly(REHEARSE, READ, APPROVE, START);
  }

  @Test
  void shouldFollowTheRunWhileItIsUnderWay() {
    m.phase = Phase.COPYING;
    assertThat(commands(State.RUNNING, false, Set.of()))
        .containsExactly("./godwit watch acme", READ);
    assertThat(commands(State.PASSED, false, Set.of())).containsExactly("./godwit watch acme");
  }

  @Test
  void shouldNameNothingOnceTheCustomerIsInTheTarget() {
    m.phase = Phase.COMMITTED;
    assertThat(commands(State.PASSED, false, Set.of())).isEmpty();
  }

  @Test
  void shouldQuoteACustomerThatIsNoWord() {
    m.customer = "o'neil & co";
    assertThat(commands(State.PASSED, false, Set.of()))
        .contains("./godwit start 'o'\\''neil & co' --by NAME --watch");
  }

  @ParameterizedTest
  @EnumSource(
      value = Phase.class,
      names = {"COMMITTED"},
      mode = EnumSource.Mode.EXCLUDE)
  void shouldNameACommandInEveryOtherPhase(Phase phase) {
    m.phase = phase;
    assertThat(commands(State.FAILED, false, Set.of())).isNotEmpty();
  }

  private List<Step> undecidedAndFixable(boolean stale, Set<Kind> since) {
    return RemainingSteps.of(
        m,
        State.FINDINGS,
        stale,
        since,
        List.of(
            finding("CONTACTS", "BAD_DATE", 3, FIX),
            finding("CONTACTS", "UNDECIDED_MERGE", 14, DECIDE),
            finding("CONTACTS", "BAD_ADDRESS", 12)));
  }

  private List<String> commands(State state, boolean stale, Set<Kind> since) {
    return RemainingSteps.of(m, state, stale, since, List.of()).stream()
        .map(Step::command)
        .toList();
  }

  private static Finding finding(String entity, String reason, long count, String... fixes) {
    return new Finding(
        entity,
        "TRANSFORM",
        reason,
        "",
        count,
        null,
        List.of(),
        List.of(fixes),
        "",
        new Found(entity, reason, "TRANSFORM", count).waiver());
  }
}
