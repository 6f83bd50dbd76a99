package dev.godwit.validator.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.receipt.v1.Ledger;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunStandingTest {
  private static final String RUN = "acme/2";

  private final Set<String> stopped = new HashSet<>();
  private final Set<String> liveStopped = new HashSet<>();
  private final Set<String> over = new HashSet<>();
  private final RunStanding standing =
      new RunStanding(stopped::contains, liveStopped::contains, over::contains);

  @Test
  void a_committed_run_is_over_and_its_live_engagement_still_gets_verdicts() {
    stopped.add(RUN);
    over.add(RUN);
    assertThat(standing.isStopped(ledger(true, true))).isFalse();
    assertThat(standing.isStopped(ledger(false, false))).isTrue();
  }

  @Test
  void a_run_that_goes_back_gets_none() {
    liveStopped.add(RUN);
    assertThat(standing.isStopped(ledger(true, false))).isTrue();
  }

  @Test
  void a_run_that_was_committed_since_its_cut_was_asked_for_is_committed() {
    assertThat(standing.isCommitted(ledger(true, false))).isFalse();
    assertThat(standing.isCommitted(ledger(true, true))).isTrue();
    over.add(RUN);
    assertThat(standing.isCommitted(ledger(true, false))).isTrue();
    assertThat(standing.isCommitted(ledger(false, false))).isFalse();
  }

  private static Ledger ledger(boolean live, boolean committed) {
    Ledger ledger = new Ledger();
    ledger.setRunId(RUN);
    ledger.setLive(live);
    ledger.setCommitted(committed);
    return ledger;
  }
}
