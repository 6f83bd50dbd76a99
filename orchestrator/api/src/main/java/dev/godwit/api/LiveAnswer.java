package dev.godwit.api;

import java.time.Instant;
import java.util.List;

/**
 * Live engagement of a run: the opens and clicks that arrived after its window was opened. The
 * counts come from receipts, so they belong to no cut; a cut's counts are in its verdict.
 *
 * @param open true where an event that arrives now belongs to this run
 * @param arrived events of this run so far
 * @param loaded those that are rows of the target
 * @param duplicates those that the target already held
 * @param quarantined those that cannot continue
 * @param waiting those that are transformed and not yet processed by the loader
 * @param returned after a rollback: those returned to the source
 * @param kept after a rollback: those that the source wrote itself
 * @param behindCut events that arrived after the last cut with a verdict; all of them where there
 *     is none; negative where it is not known, since the receipts of that time have expired: the
 *     other counts are then lower bounds
 * @param unread events that the transformer has not read; negative where it is not known
 * @param cut the last cut with a verdict; null before the first
 * @param underWay number of a cut that has no verdict yet; null where there is none
 * @param alarm text of the last alarm; null where there was none, or a reconciled cut since
 * @param alarmCount number of all alarms
 * @param alarms the last of them, newest first
 * @param ledger the ledger at the last cuts and of the return, newest first
 */
public record LiveAnswer(
    boolean open,
    long arrived,
    long loaded,
    long duplicates,
    long quarantined,
    long waiting,
    long returned,
    long kept,
    long behindCut,
    long unread,
    Cut cut,
    Integer underWay,
    String alarm,
    long alarmCount,
    List<Alarm> alarms,
    List<LedgerLine> ledger) {
  public LiveAnswer {
    alarms = List.copyOf(alarms);
    ledger = ledger == null ? List.of() : List.copyOf(ledger);
  }

  /**
   * A cut of live engagement with its verdict.
   *
   * @param cut number of the cut
   * @param reconciled true where every check passed
   * @param at time of the verdict
   * @param arrived events that arrived before the cut
   */
  public record Cut(int cut, boolean reconciled, Instant at, long arrived) {}

  /**
   * An alarm after the commit, which a person has to look at.
   *
   * @param cut number of the cut
   * @param at time of the alarm
   * @param reason the difference, without content
   * @param action the next step
   */
  public record Alarm(int cut, Instant at, String reason, String action) {}

  /**
   * The ledger of live engagement at a cut, or after the events of a rolled back run were returned
   * to the source. Every event that arrived before is in exactly one of the other counts.
   *
   * @param cut number of the cut
   * @param returned true for the line of the return, at the cut that closed the window
   * @param at time of the verdict or of the return
   * @param reconciled the verdict; null for a return, which has none
   * @param arrived events that arrived before the cut
   * @param loaded those that became rows of the target; after a return it holds none of them
   * @param duplicates those that the target already held
   * @param quarantined those that could not continue
   * @param givenBack those returned to the source
   * @param kept those that the source wrote itself
   * @param targetRows engagement rows, snapshot and live, that the target held at the read-back;
   *     negative where they were not read
   * @param sinceCut those of them that came since the cut; negative where they were not read
   * @param holds true where the sum is right, and with it the check of the rows
   * @param machine of those that arrived, the ones that a machine caused by their sender's word;
   *     they are in the other counts too, and unknown, so 0, in the line of a return
   */
  public record LedgerLine(
      int cut,
      boolean returned,
      Instant at,
      Boolean reconciled,
      long arrived,
      long loaded,
      long duplicates,
      long quarantined,
      long givenBack,
      long kept,
      long targetRows,
      long sinceCut,
      boolean holds,
      long machine) {
    /** The line of a verdict, from the verdict's line of the engagements. */
    public static LedgerLine of(VerdictAnswer verdict, VerdictAnswer.LedgerLine line) {
      return new LedgerLine(
          verdict.cut(),
          false,
          verdict.at(),
          verdict.reconciled(),
          line.liveReceived(),
          line.liveLoaded(),
          line.liveDuplicates(),
          line.liveQuarantined(),
          0,
          0,
          line.targetRows(),
          line.sinceCut(),
          line.holds(verdict.checks()),
          line.liveMachine());
    }

    /** The line of a return. */
    public static LedgerLine ofReturn(
        int cut,
        Instant at,
        long arrived,
        long duplicates,
        long quarantined,
        long givenBack,
        long kept) {
      return new LedgerLine(
          cut,
          true,
          at,
          null,
          arrived,
          0,
          duplicates,
          quarantined,
          givenBack,
          kept,
          -1,
          -1,
          arrived == duplicates + quarantined + givenBack + kept,
          0);
    }
  }
}
