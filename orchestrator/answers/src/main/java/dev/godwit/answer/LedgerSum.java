package dev.godwit.answer;

/**
 * The equations of a ledger line that can be held without the validator: nothing lost, nothing
 * counted twice.
 */
public final class LedgerSum {
  private LedgerSum() {}

  /**
   * True where every row of the source is in exactly one place; target rows are left out where they
   * were not read back.
   */
  public static boolean holds(LedgerLineAnswer l) {
    return l.sourceRows() == l.extracted()
        && l.extracted() == l.transformed() + l.mergedAway() + l.quarantinedByTransformer()
        && l.transformed() == l.loaded() + l.quarantinedByLoader() + l.duplicates()
        && l.liveReceived()
            == l.liveLoaded()
                + l.liveDuplicates()
                + l.liveQuarantined()
                + l.liveReturned()
                + l.liveKept()
        && targetHolds(l);
  }

  /** What came since the cut is in the new system already; the validator knows how much. */
  private static boolean targetHolds(LedgerLineAnswer l) {
    long expected = l.loaded() + l.liveLoaded();
    return l.targetRows() < 0
        || l.targetRows() == expected
        || l.live() && l.targetRows() > expected;
  }
}
