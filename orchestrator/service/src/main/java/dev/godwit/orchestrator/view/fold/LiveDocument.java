package dev.godwit.orchestrator.view.fold;

import dev.godwit.api.LiveAnswer;
import dev.godwit.api.VerdictAnswer;
import dev.godwit.orchestrator.domain.common.LedgerLine;
import dev.godwit.orchestrator.domain.event.EndingEvent.LiveReturned;
import dev.godwit.orchestrator.domain.event.RunEvent.AlarmRaised;
import dev.godwit.orchestrator.domain.event.RunEvent.CutStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.CutWritten;
import dev.godwit.orchestrator.domain.event.RunEvent.VerdictReached;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Live engagement of a run as its events tell it, kept as JSON. Only {@link RunFold} changes it.
 * Bounded, since cuts go on for ever. Not thread-safe.
 */
public final class LiveDocument {
  private static final int ALARMS_KEPT = 10;
  private static final int LINES_KEPT = 10;

  /** When its window was opened; null while it is being opened. */
  public Instant openedAt;

  /** When its window was closed; null while it is open. */
  public Instant closedAt;

  /** Number of a cut that has no verdict yet; null where there is none. */
  public Integer underWay;

  /**
   * When that cut was intended; null where there is none, and in events of before this was kept.
   */
  public Instant underWaySince;

  /** The last cut with a verdict; null before the first. */
  public LiveAnswer.Cut cut;

  /** The verdict at the last cut after the commit; null before the first. */
  public VerdictAnswer verdict;

  /** Text of the standing alarm; null where none stands. */
  public String alarm;

  public long alarmCount;

  /** The last alarms, newest first. */
  public List<LiveAnswer.Alarm> alarms = new ArrayList<>();

  /** The ledger at the last cuts and of the return, newest first. */
  public List<LiveAnswer.LedgerLine> ledger = new ArrayList<>();

  /** Offset of cut 0 by partition of the live topic; empty until it is written. */
  public List<Long> from = new ArrayList<>();

  /** Number of the cut that closes the window; 0 while none was intended. */
  public int closing;

  /** Result of the return to the source; null where there was none. */
  public Returned returned;

  /** Counts of a return. */
  public record Returned(
      long received, long returned, long kept, long duplicates, long quarantined) {}

  /** The ledger at the last cut with a verdict; null before the first. */
  public LiveAnswer.LedgerLine atCut() {
    return ledger.stream().filter(l -> !l.returned()).findFirst().orElse(null);
  }

  void started(CutStarted e, Instant at) {
    underWay = e.cut() == 0 || e.closes() ? null : Integer.valueOf(e.cut());
    underWaySince = underWay == null ? null : at;
    closing = e.closes() ? e.cut() : 0;
  }

  void written(CutWritten e, Instant at) {
    if (e.cut() == 0) {
      openedAt = at;
      from = e.offsets();
    } else if (e.closes()) {
      closedAt = at;
    }
  }

  void reached(VerdictReached e, Instant at, boolean afterCommit) {
    VerdictAnswer answer = Verdicts.of(e, at, true);
    answer.ledger().stream()
        .filter(VerdictAnswer.LedgerLine::live)
        .forEach(line -> note(LiveAnswer.LedgerLine.of(answer, line)));
    long arrived = e.ledger().stream().mapToLong(LedgerLine::liveReceived).sum();
    cut = new LiveAnswer.Cut(e.cut(), e.reconciled(), at, arrived);
    abandonCut();
    if (e.reconciled()) {
      alarm = null;
    }
    if (afterCommit) {
      verdict = answer;
    }
  }

  /** No cut is under way any more. */
  void abandonCut() {
    underWay = null;
    underWaySince = null;
  }

  void returned(LiveReturned e, Instant at) {
    returned = new Returned(e.received(), e.returned(), e.kept(), e.duplicates(), e.quarantined());
    note(
        LiveAnswer.LedgerLine.ofReturn(
            closing, at, e.received(), e.duplicates(), e.quarantined(), e.returned(), e.kept()));
  }

  void raised(AlarmRaised e, Instant at) {
    alarm = e.reason();
    alarmCount++;
    alarms.addFirst(new LiveAnswer.Alarm(e.cut(), at, e.reason(), e.action()));
    if (alarms.size() > ALARMS_KEPT) {
      alarms.removeLast();
    }
  }

  private void note(LiveAnswer.LedgerLine line) {
    ledger.addFirst(line);
    if (ledger.size() > LINES_KEPT) {
      ledger.removeLast();
    }
  }
}
