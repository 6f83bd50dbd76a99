package dev.godwit.orchestrator.view.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.godwit.api.RehearsalAnswer.Change;
import dev.godwit.api.RehearsalAnswer.Changes;
import dev.godwit.orchestrator.view.fold.RunDocument;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChangedFindingsTest {
  private final RunDocument before =
      RehearsedRun.of(
          1,
          Map.of(
              "TRANSFORM/CONTACTS/BAD_ADDRESS", 5L,
              "TRANSFORM/CONTACTS/BAD_DATE", 3L,
              "TRANSFORM/EMAILS/BAD_DATE", 2L,
              "TRANSFORM/EMAILS/WRONG_TYPE", 9L));

  @Test
  void shouldSayWhatIsNewGoneGrownAndShrunk() {
    RunDocument now =
        RehearsedRun.of(
            4,
            Map.of(
                "TRANSFORM/CONTACTS/BAD_ADDRESS", 5L,
                "TRANSFORM/CONTACTS/BAD_DATE", 4L,
                "TRANSFORM/EMAILS/WRONG_TYPE", 1L,
                "LOAD/EMAILS/BROKEN_REFERENCE", 7L));
    Changes changes = ChangedFindings.of(now, List.of(before, now));
    assertThat(changes.run()).isEqualTo(1);
    assertThat(changes.findings())
        .extracting(Change::entity, Change::reason, Change::before, Change::now, Change::kind)
        .containsExactly(
            tuple("CONTACTS", "BAD_DATE", 3L, 4L, "grown"),
            tuple("EMAILS", "BAD_DATE", 2L, 0L, "gone"),
            tuple("EMAILS", "BROKEN_REFERENCE", 0L, 7L, "new"),
            tuple("EMAILS", "WRONG_TYPE", 9L, 1L, "shrunk"));
  }

  @Test
  void shouldCompareWithTheLastRehearsalThatReachedAVerdict() {
    RunDocument failed = RehearsedRun.of(2, Map.of());
    failed.verdict = null;
    RunDocument live = RehearsedRun.of(3, Map.of());
    live.kind = "LIVE";
    RunDocument now = RehearsedRun.of(4, before.findings);
    Changes changes = ChangedFindings.of(now, List.of(before, failed, live, now));
    assertThat(changes.run()).isEqualTo(1);
    assertThat(changes.findings()).isEmpty();
  }

  @Test
  void shouldCompareWithNothingWhenThereIsNoneBefore() {
    assertThat(ChangedFindings.of(before, List.of(before))).isNull();
    RunDocument open = RehearsedRun.of(2, Map.of());
    open.verdict = null;
    assertThat(ChangedFindings.of(open, List.of(before, open))).isNull();
  }
}
