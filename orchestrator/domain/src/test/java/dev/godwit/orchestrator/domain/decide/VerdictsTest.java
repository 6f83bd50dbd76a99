package dev.godwit.orchestrator.domain.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.orchestrator.domain.common.Check;
import dev.godwit.orchestrator.domain.report.Report.VerdictReport;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictsTest {
  private static VerdictReport verdict(List<Check> checks) {
    return new VerdictReport(1, true, List.of(), checks, List.of(), 0, 0, 0);
  }

  @Test
  void shouldNotReconcileWhenAVerdictCheckedNothing() {
    assertThat(Verdicts.difference(List.of(), verdict(List.of())))
        .hasValueSatisfying(found -> assertThat(found).contains("names no check"));
  }

  @Test
  void shouldReconcileWhenAllChecksPassed() {
    Check check = new Check("extracted-equals-source", "CONTACTS", "1", "1", true);
    assertThat(Verdicts.difference(List.of(), verdict(List.of(check)))).isEmpty();
  }
}
