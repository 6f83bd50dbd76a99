package dev.godwit.orchestrator.view.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.DecisionAnswer.Kind;
import dev.godwit.orchestrator.view.fold.MigrationDocument;
import dev.godwit.orchestrator.view.fold.RunDocument;
import dev.godwit.orchestrator.view.store.DecisionRow;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StaleReasonsTest {
  private final MigrationDocument m = new MigrationDocument();
  private final RunDocument run = RehearsedRun.of(1, Map.of());

  @Test
  void shouldBeFreshWhenNothingChanged() {
    run.decisions = List.of(40L);
    m.holding.put(1, 40L);
    assertThat(
            StaleReasons.of(m, run, List.of(decision(1, 40)), List.of(later("aaaaaaaaaaaaaaaa"))))
        .isEmpty();
    assertThat(StaleReasons.decidedSince(m, run, List.of(decision(1, 40)))).isEmpty();
  }

  @Test
  void shouldNameDecisionsThatWereMadeOrUndoneSince() {
    run.decisions = List.of(40L);
    m.holding.put(2, 44L);
    List<DecisionRow> decisions = List.of(decision(1, 40), decision(2, 44), decision(3, 50));
    assertThat(StaleReasons.of(m, run, decisions, List.of()))
        .containsExactly(
            "Since then decision 1 was undone.",
            "Since then cleo decided fixes (decision 2): DROP contacts.fax.");
    assertThat(StaleReasons.decidedSince(m, run, decisions)).containsExactly(Kind.FIX);
  }

  @Test
  void shouldNameAPackWhoseFilesALaterRunFoundToBeOthers() {
    assertThat(StaleReasons.of(m, run, List.of(), List.of(later("cccccccccccccccccccc"))))
        .containsExactly(
            "The source pack legacy has other files now: cccccccccccc instead of aaaaaaaaaaaa, as run 7 of zeta found.");
  }

  @Test
  void shouldIgnoreAnotherPackAndBelieveTheNewestAssessment() {
    RunDocument other = later("cccccccccccccccccccc");
    other.sourcePack = "another";
    RunDocument back = later("aaaaaaaaaaaaaaaa");
    back.assessedAt = back.assessedAt.plusSeconds(60);
    assertThat(StaleReasons.of(m, run, List.of(), List.of(other, later("dddddddddddddd"), back)))
        .isEmpty();
  }

  @Test
  void shouldSayNothingOfADocumentThatLacksDecisionsAndPacks() {
    run.decisions = null;
    run.sourcePack = null;
    run.targetPack = null;
    m.holding.put(1, 40L);
    assertThat(StaleReasons.of(m, run, List.of(decision(1, 40)), List.of(later("c")))).isEmpty();
  }

  private static RunDocument later(String sourceFingerprint) {
    RunDocument later = RehearsedRun.of(7, Map.of());
    later.customer = "zeta";
    later.assessedAt = RehearsedRun.AT.plusSeconds(60);
    later.sourceFingerprint = sourceFingerprint;
    return later;
  }

  private static DecisionRow decision(int number, long position) {
    DecisionRow row = new DecisionRow();
    row.number = number;
    row.position = position;
    row.kind = Kind.FIX.name();
    row.who = "cleo";
    row.sentence = "decided fixes (decision %d): DROP contacts.fax".formatted(number);
    return row;
  }
}
