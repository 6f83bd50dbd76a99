package dev.godwit.traffic;

import dev.godwit.common.v1.LedgerLine;
import dev.godwit.event.v1.VerdictReached;
import java.util.ArrayList;
import java.util.List;

/**
 * The ledger of a committed customer, held against what was sent, to the event.
 *
 * @param lines what must be equal, one after another
 */
public record Reckoning(List<Line> lines) {
  /**
   * Two figures that must be equal.
   *
   * @param what what is counted
   * @param expected by the traffic's own model
   * @param found by the ledger, or by the topic
   */
  public record Line(String what, long expected, long found) {
    public boolean isRight() {
      return expected == found;
    }
  }

  public Reckoning {
    lines = List.copyOf(lines);
  }

  /** Whether everything adds up. */
  public boolean isRight() {
    return lines.stream().allMatch(Line::isRight);
  }

  /**
   * Reckons.
   *
   * @param traffic stopped, with all of it acknowledged and the tail's last row in the topic
   * @param verdict at a cut after that
   * @param atCut what stood in the window at the cut, by the topic
   * @param soundSample engagements of the customer as it was made that can be moved
   * @param targetRows engagements that the new system holds now
   */
  public static Reckoning of(
      LiveTraffic traffic,
      VerdictReached verdict,
      Arrivals.AtCut atCut,
      long soundSample,
      long targetRows) {
    LedgerLine ledger = Verdicts.engagements(verdict);
    long mustBeThere = soundSample + traffic.distinctSound();
    long liveLoaded = mustBeThere - ledger.getLoaded();
    List<Line> lines = new ArrayList<>();
    Sent sent = traffic.sent();
    if (sent.triesAgain() == 0) {
      lines.add(
          new Line(
              "events sent to the topic = events there",
              sent.byWay().get(Way.TOPIC),
              traffic.arrivals().by(dev.godwit.row.v1.LiveWay.TOPIC)));
    }
    lines.add(
        new Line(
            traffic.arrivals().wrongId() == null
                ? "events whose id is not the sender's"
                : "events whose id is not the sender's: " + traffic.arrivals().wrongId(),
            0,
            traffic.arrivals().wrongId() == null ? 0 : 1));
    lines.add(new Line("live events received", atCut.received(), ledger.getLiveReceived()));
    lines.add(
        new Line("live events quarantined", atCut.quarantined(), ledger.getLiveQuarantined()));
    lines.add(new Line("live events loaded", liveLoaded, ledger.getLiveLoaded()));
    lines.add(
        new Line(
            "live events that were duplicates",
            atCut.received() - atCut.quarantined() - liveLoaded,
            ledger.getLiveDuplicates()));
    lines.add(
        new Line(
            "received = loaded + duplicate + quarantined",
            ledger.getLiveReceived(),
            ledger.getLiveLoaded() + ledger.getLiveDuplicates() + ledger.getLiveQuarantined()));
    lines.add(new Line("engagements in the new system", mustBeThere, targetRows));
    lines.add(
        new Line(
            "verdict at cut " + verdict.getCut() + " reconciled",
            1,
            verdict.getReconciled() ? 1 : 0));
    return new Reckoning(lines);
  }
}
