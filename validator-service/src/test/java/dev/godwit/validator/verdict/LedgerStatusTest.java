package dev.godwit.validator.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.canonical.DerivedId;
import dev.godwit.common.v1.RunKind;
import dev.godwit.receipt.v1.Ledger;
import dev.godwit.worker.run.LiveWindows.Window;
import dev.godwit.worker.run.RunSpec;
import dev.godwit.worker.run.RunStatus;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LedgerStatusTest {
  private static final RunSpec RUN =
      new RunSpec("c/1", "c", 1, RunKind.LIVE, "source", "target", DerivedId.ORDERED);
  private static final Window OPEN = new Window(RUN, List.of(1L), null);

  @Test
  void shouldNeedAVerdictOnLiveEngagementWhenTheRunWasCommittedMeanwhile() {
    RunStatus committed = new RunStatus.Committed(RUN, Optional.of(OPEN));
    assertThat(new LedgerStatus(ledger(true, true), committed).needsVerdict()).isTrue();
    assertThat(new LedgerStatus(ledger(true, false), committed).needsVerdict()).isTrue();
    assertThat(new LedgerStatus(ledger(false, false), committed).needsVerdict()).isFalse();
  }

  @Test
  void shouldNeedNoVerdictWhenTheRunIsBeingUndoneOrHasEnded() {
    for (boolean live : List.of(true, false)) {
      Ledger ledger = ledger(live, false);
      assertThat(new LedgerStatus(ledger, new RunStatus.Running(RUN)).needsVerdict()).isTrue();
      assertThat(new LedgerStatus(ledger, new RunStatus.Stopping(RUN)).needsVerdict()).isFalse();
      assertThat(new LedgerStatus(ledger, new RunStatus.Ended(RUN)).needsVerdict()).isFalse();
    }
  }

  @Test
  void shouldCompareEngagementAloneWhenTheRunIsCommittedNowOrWasAtTheRequest() {
    RunStatus running = new RunStatus.Running(RUN);
    RunStatus committed = new RunStatus.Committed(RUN, Optional.of(OPEN));
    assertThat(new LedgerStatus(ledger(true, false), running).isCommitted()).isFalse();
    assertThat(new LedgerStatus(ledger(true, true), running).isCommitted()).isTrue();
    assertThat(new LedgerStatus(ledger(true, false), committed).isCommitted()).isTrue();
    assertThat(new LedgerStatus(ledger(false, false), committed).isCommitted()).isFalse();
  }

  private static Ledger ledger(boolean live, boolean committed) {
    Ledger ledger = new Ledger();
    ledger.setRunId(RUN.runId());
    ledger.setLive(live);
    ledger.setCommitted(committed);
    return ledger;
  }
}
