package dev.godwit.orchestrator.view.fold;

import dev.godwit.api.LiveAnswer;
import dev.godwit.api.VerdictAnswer;
import dev.godwit.common.v1.Entity;
import dev.godwit.common.v1.LedgerLine;
import dev.godwit.event.v1.AlarmRaised;
import dev.godwit.event.v1.CutStarted;
import dev.godwit.event.v1.CutWritten;
import dev.godwit.event.v1.LiveReturned;
import dev.godwit.event.v1.StageFailed;
import dev.godwit.event.v1.VerdictReached;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** Folds what events say of live engagement into a run's document. */
final class LiveFold {
  private static final int ALARMS_KEPT = 10;
  private static final int LINES_KEPT = 10;

  private LiveFold() {}

  /** Whether the event is about live engagement alone: nothing else of the run changes by it. */
  static boolean isOnlyLive(RunDocument run, SpecificRecord event) {
    return switch (event) {
      case CutStarted e -> e.getEntity() == Entity.LIVE;
      case CutWritten e -> e.getEntity() == Entity.LIVE;
      case LiveReturned e -> true;
      case AlarmRaised e -> true;
      case VerdictReached e -> run.endedAt != null;
      case StageFailed e -> run.endedAt != null;
      default -> false;
    };
  }

  static void apply(RunDocument run, SpecificRecord event, Instant at) {
    if (event instanceof CutStarted e && e.getEntity() == Entity.LIVE && run.live == null) {
      run.live = new LiveDocument();
    }
    LiveDocument live = run.live;
    if (live == null) {
      return;
    }
    switch (event) {
      case CutStarted e when e.getEntity() == Entity.LIVE -> {
        live.underWay = e.getCut() == 0 || e.getCloses() ? null : Integer.valueOf(e.getCut());
        live.closing = e.getCloses() ? e.getCut() : 0;
      }
      case CutWritten e when e.getEntity() == Entity.LIVE -> {
        if (e.getCut() == 0) {
          live.openedAt = at;
          live.from = List.copyOf(e.getOffsets());
        } else if (e.getCloses()) {
          live.closedAt = at;
        }
      }
      case VerdictReached e -> verdict(run, live, e, at);
      case StageFailed e -> live.underWay = run.endedAt == null ? live.underWay : null;
      case LiveReturned e -> {
        live.returned =
            new LiveDocument.Returned(
                e.getReceived(),
                e.getReturned(),
                e.getKept(),
                e.getDuplicates(),
                e.getQuarantined());
        note(
            live,
            LiveAnswer.LedgerLine.ofReturn(
                live.closing,
                at,
                e.getReceived(),
                e.getDuplicates(),
                e.getQuarantined(),
                e.getReturned(),
                e.getKept()));
      }
      case AlarmRaised e -> {
        live.alarm = e.getReason();
        live.alarmCount++;
        live.alarms.addFirst(new LiveAnswer.Alarm(e.getCut(), at, e.getReason(), e.getAction()));
        if (live.alarms.size() > ALARMS_KEPT) {
          live.alarms.removeLast();
        }
      }
      default -> {
        // Says nothing of live engagement.
      }
    }
  }

  private static void verdict(
      RunDocument run, LiveDocument live, VerdictReached event, Instant at) {
    VerdictAnswer verdict = Verdicts.of(event, at, true);
    verdict.ledger().stream()
        .filter(VerdictAnswer.LedgerLine::live)
        .forEach(line -> note(live, LiveAnswer.LedgerLine.of(verdict, line)));
    long arrived = event.getLedger().stream().mapToLong(LedgerLine::getLiveReceived).sum();
    live.cut = new LiveAnswer.Cut(event.getCut(), event.getReconciled(), at, arrived);
    live.underWay = null;
    if (event.getReconciled()) {
      live.alarm = null;
    }
    if (run.endedAt != null) {
      live.verdict = verdict;
    }
  }

  private static void note(LiveDocument live, LiveAnswer.LedgerLine line) {
    live.ledger.addFirst(line);
    if (live.ledger.size() > LINES_KEPT) {
      live.ledger.removeLast();
    }
  }
}
