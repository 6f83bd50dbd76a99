package dev.godwit.api;

import java.util.List;

/**
 * Live engagement of a run: opens and clicks that came after its window was opened. They are
 * counted from receipts, so they belong to no cut; what a cut says of them is in its verdict.
 *
 * @param open whether what arrives now belongs to this run
 * @param arrived events of this run so far
 * @param loaded those that are rows of the new system
 * @param duplicates those that it held already
 * @param quarantined those that could not go on
 * @param waiting those that are not through yet
 * @param returned of a run that went back: those given to the old system
 * @param kept of a run that went back: those that the old system wrote itself
 * @param behindCut events that arrived after the last cut with a verdict; all of them where there
 *     is none; negative where that is not known, since receipts of then are not kept any more: the
 *     other figures are then what is known at least
 * @param unread events of it that the transformer has not read; negative where that is not known
 * @param cut the last cut with a verdict; null before the first
 * @param underWay number of a cut that has no verdict yet; null where there is none
 * @param alarm what the last alarm said; null where there was none, or a reconciled cut since
 * @param alarmCount how many alarms there were in all
 * @param alarms the last of them, newest first
 * @param ledger the sums at the last cuts and of the return, newest first
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
    LiveCutAnswer cut,
    Integer underWay,
    String alarm,
    long alarmCount,
    List<AlarmAnswer> alarms,
    List<LiveLedgerLine> ledger) {
  public LiveAnswer {
    alarms = List.copyOf(alarms);
    ledger = ledger == null ? List.of() : List.copyOf(ledger);
  }

  /** The figures as a sentence; what is zero on the way back is left out. */
  public String sentence() {
    StringBuilder text =
        new StringBuilder(
            "%s arrived · %s loaded · %s duplicate · %s quarantined"
                .formatted(
                    Figures.count(arrived),
                    Figures.count(loaded),
                    Figures.count(duplicates),
                    Figures.count(quarantined)));
    if (returned != 0 || kept != 0) {
      text.append(
          " · %s returned · %s kept by the old system"
              .formatted(Figures.count(returned), Figures.count(kept)));
    }
    if (open && unread > 0) {
      text.append(" · %s unread".formatted(Figures.count(unread)));
    }
    if (open && cut != null) {
      text.append(" · %s behind cut %d".formatted(Figures.known(behindCut), cut.cut()));
    }
    return text.toString();
  }
}
