package dev.godwit.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.WhyAnswer.Kind;
import dev.godwit.api.WhyAnswer.Reason;
import org.junit.jupiter.api.Test;

class RunbookTest {
  @Test
  void shouldNameThePageOfAReasonInItsAnswer() {
    assertThat(Reason.of(Kind.HELD, null, "SQLSTATE 53100").runbook())
        .isEqualTo("deploy/runbooks/target-full.md");
    assertThat(Reason.of(Kind.PAUSED, null, "paused by ann").runbook()).isEmpty();
  }

  @Test
  void shouldFindThePageOfAColumnThatIsShorterInOneSchema() {
    String reason =
        "pack.yaml:174:11: expected the same column in crm and crm_staging, found the length 50 in crm and 500 in crm_staging of email.subject; widen the one that is too short, so that both are alike";

    assertThat(Runbook.ofHold("TRANSFORM", reason)).isEqualTo(Runbook.COLUMN_TOO_SHORT);
  }

  @Test
  void shouldFindThePageOfACommitThatSlowPagesHold() {
    assertThat(
            Reason.of(
                    Kind.GATE,
                    null,
                    "CONTACTS SLOW_PROBE.BY_NAME: this page of the target takes 812 ms, 0 ms accepted")
                .runbook())
        .isEqualTo("deploy/runbooks/slow-pages.md");
    assertThat(Reason.of(Kind.GATE, null, "CONTACTS BAD_ADDRESS: 7 quarantined").runbook())
        .isEqualTo("deploy/runbooks/commit-held.md");
  }

  @Test
  void shouldFindThePageOfAChangedPack() {
    assertThat(
            Runbook.ofHold(
                "TRANSFORM",
                "Expected the pack that the run was assessed with, but found another: the pack was changed."))
        .isEqualTo(Runbook.PACK_CHANGED);
  }

  @Test
  void shouldFindThePageOfAPackWithFindings() {
    String finding =
        "/packs/acme-crm/pack.yaml:12:3: expected one of [a, b], found c; correct the name";

    assertThat(Runbook.ofFailure(finding)).isEqualTo(Runbook.PACK_CHANGED);
    assertThat(Reason.of(Kind.HELD, null, finding).runbook())
        .isEqualTo("deploy/runbooks/pack-changed.md");
    assertThat(
            Runbook.ofFailure(
                "Expected the packs that were rehearsed in run 1, found changed since"))
        .isEqualTo(Runbook.PACK_CHANGED);
  }
}
