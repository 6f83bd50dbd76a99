package dev.godwit.api;

import java.time.Instant;

/**
 * The count algebra of live engagement at a cut, or once the events of a run that went back were
 * given to the old system. Every event that arrived before is in exactly one of the other counts.
 *
 * @param cut number of the cut
 * @param returned whether it is about the return, at the cut that closed the window
 * @param at when the verdict was reached, or the events were returned
 * @param reconciled whether the verdict was that it is reconciled; null of a return, which has none
 * @param arrived events that arrived before the cut
 * @param loaded those that became rows of the new system; after a return it holds none of them
 * @param duplicates those that were there already
 * @param quarantined those that could not go on
 * @param givenBack those given to the old system
 * @param kept those that the old system wrote itself
 * @param targetRows rows of engagement that the new system held when the verdict was made, snapshot
 *     and live; negative where they were not read
 * @param sinceCut how many of these came since the cut; negative where they were not read
 * @param holds whether the sum is right, and with it the check of the rows
 */
public record LiveLedgerLine(
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
    boolean holds) {

  /** Of the engagements' line of a verdict. */
  public static LiveLedgerLine of(VerdictAnswer verdict, LedgerLineAnswer line) {
    return new LiveLedgerLine(
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
        LedgerSum.sinceCut(line),
        LedgerSum.holds(line, verdict.checks()));
  }

  /** Of a run that went back. */
  public static LiveLedgerLine ofReturn(
      int cut,
      Instant at,
      long arrived,
      long duplicates,
      long quarantined,
      long givenBack,
      long kept) {
    return new LiveLedgerLine(
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
        arrived == duplicates + quarantined + givenBack + kept);
  }

  /** What it is about, in words. */
  public String words() {
    return returned ? "returned" : reconciled ? "reconciled" : "NOT RECONCILED";
  }
}
