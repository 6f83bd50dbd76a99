package dev.godwit.traffic;

import dev.godwit.common.v1.LedgerLine;
import dev.godwit.event.v1.VerdictReached;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares the ledger of a committed customer with the events that were sent, to the event.
 *
 * @param lines pairs of figures that must be equal
 */
public record LedgerAudit(List<Line> lines) {
  /**
   * Two figures that must be equal.
   *
   * @param what the thing that is counted
   * @param expected figure of the traffic's own model
   * @param found figure of the ledger, or of the topic
   */
  public record Line(String what, long expected, long found) {
    public boolean isRight() {
      return expected == found;
    }
  }

  public LedgerAudit {
    lines = List.copyOf(lines);
  }

  /** Whether everything adds up. */
  public boolean isRight() {
    return lines.stream().allMatch(Line::isRight);
  }

  /**
   * Compares.
   *
   * @param traffic stopped; its events are acknowledged, and the tail is settled
   * @param verdict at a cut after that
   * @param atCut events in the window at the cut, by the topic
   * @param soundSample engagements that the customer was made with and that can be migrated
   * @param targetRows engagements that the target holds now
   */
  public static LedgerAudit of(
      LiveTraffic traffic,
      VerdictReached verdict,
      Arrivals.AtCut atCut,
      long soundSample,
      long targetRows) {
    LedgerLine ledger = CutEvents.engagements(verdict);
    long expectedRows = soundSample + traffic.distinctSound();
    long liveLoaded = expectedRows - ledger.getLoaded();
    List<Line> lines = new ArrayList<>();
    TrafficTotals sent = traffic.sent();
    if (sent.retries() == 0) {
      lines.add(
          new Line(
              "events sent to the topic = events there",
              sent.byRoute().get(Route.TOPIC),
              traffic.arrivals().ofTopicRoute()));
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
    lines.add(new Line("engagements in the target", expectedRows, targetRows));
    lines.add(
        new Line(
            "verdict at cut " + verdict.getCut() + " reconciled",
            1,
            verdict.getReconciled() ? 1 : 0));
    return new LedgerAudit(lines);
  }
}
