package dev.godwit.orchestrator.view.fold;

import dev.godwit.api.LiveAnswer;
import dev.godwit.api.VerdictAnswer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What is known of a run's live engagement from its events. Changed by {@link LiveFold} alone; not
 * thread-safe. Bounded, since cuts go on for ever.
 */
public final class LiveDocument {
  /** When its window was opened; null while it is being opened. */
  public Instant openedAt;

  /** When its window was closed; null while it is open. */
  public Instant closedAt;

  /** Number of a cut that has no verdict yet; null where there is none. */
  public Integer underWay;

  /** The last cut with a verdict; null before the first. */
  public LiveAnswer.Cut cut;

  /** The verdict at the last cut after the commit; null before the first. */
  public VerdictAnswer verdict;

  /** What stands of the last alarm; null where nothing does. */
  public String alarm;

  public long alarmCount;

  /** The last alarms, newest first. */
  public List<LiveAnswer.Alarm> alarms = new ArrayList<>();

  /** The sums at the last cuts and of the return, newest first. */
  public List<LiveAnswer.LedgerLine> ledger = new ArrayList<>();

  /** Offset of cut 0 by partition of the live topic; empty until it stands. */
  public List<Long> from = new ArrayList<>();

  /** Number of the cut that closes the window; 0 while none was intended. */
  public int closing;

  /** What came of giving the events to the old system; null where that did not happen. */
  public Returned returned;

  /** The sums at the last cut with a verdict; null before the first. */
  public LiveAnswer.LedgerLine atCut() {
    return ledger.stream().filter(l -> !l.returned()).findFirst().orElse(null);
  }

  /** Live events of a run that went back. */
  public record Returned(
      long received, long returned, long kept, long duplicates, long quarantined) {}
}
