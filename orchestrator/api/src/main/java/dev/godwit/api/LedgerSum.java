package dev.godwit.api;

import java.util.List;
import java.util.Set;

/**
 * The equations of a ledger line that can be held without the validator: nothing lost, nothing
 * counted twice. How many live events became rows between the cut and the read-back only the
 * validator knows, who saw both in one snapshot: its check of the rows says whether they are right.
 */
public final class LedgerSum {
  private static final Set<String> OF_THE_ROWS =
      Set.of("target-equals-loaded", "target-holds-loaded");

  private LedgerSum() {}

  /**
   * True where every row of the source is in exactly one place; target rows are left out where they
   * were not read back.
   *
   * @param l the line
   * @param checks those of its verdict
   */
  public static boolean holds(LedgerLineAnswer l, List<CheckAnswer> checks) {
    return l.sourceRows() == l.extracted()
        && l.extracted() == l.transformed() + l.mergedAway() + l.quarantinedByTransformer()
        && l.transformed() == l.loaded() + l.quarantinedByLoader() + l.duplicates()
        && l.liveReceived() == l.liveLoaded() + l.liveDuplicates() + l.liveQuarantined()
        && targetHolds(l, checks);
  }

  /** Rows that the new system holds besides those of the cut; negative where they were not read. */
  public static long sinceCut(LedgerLineAnswer l) {
    return l.targetRows() < 0 ? -1 : Math.max(0, l.targetRows() - l.loaded() - l.liveLoaded());
  }

  private static boolean targetHolds(LedgerLineAnswer l, List<CheckAnswer> checks) {
    long expected = l.loaded() + l.liveLoaded();
    if (l.targetRows() < 0 || !l.live()) {
      return l.targetRows() < 0 || l.targetRows() == expected;
    }
    return l.targetRows() >= expected
        && checks.stream()
            .filter(c -> OF_THE_ROWS.contains(c.name()))
            .filter(c -> c.subject().equalsIgnoreCase(l.entity()))
            .findAny()
            .map(CheckAnswer::passed)
            .orElse(l.targetRows() == expected);
  }
}
