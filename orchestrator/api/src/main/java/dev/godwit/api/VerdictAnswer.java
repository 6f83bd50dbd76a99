package dev.godwit.api;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * The validator's verdict at a cut.
 *
 * @param cut number of the cut
 * @param reconciled true where every check passed
 * @param at time of the verdict
 * @param missing keys that the target lacks
 * @param unexpected keys that only the target has
 * @param changed keys whose fields differ
 * @param differences the first of those keys; all of them are in crm.differences.v1
 */
public record VerdictAnswer(
    int cut,
    boolean reconciled,
    Instant at,
    long missing,
    long unexpected,
    long changed,
    List<LedgerLine> ledger,
    List<Check> checks,
    List<Difference> differences) {
  public VerdictAnswer {
    ledger = List.copyOf(ledger);
    checks = List.copyOf(checks);
    differences = List.copyOf(differences);
  }

  /** The same verdict with the differing keys that are known. */
  public VerdictAnswer with(List<Difference> known) {
    return new VerdictAnswer(
        cut, reconciled, at, missing, unexpected, changed, ledger, checks, known);
  }

  /** Number of checks that failed. */
  public long failedChecks() {
    return checks.stream().filter(c -> !c.passed()).count();
  }

  /**
   * One check.
   *
   * @param name stable name, e.g. extracted-equals-source
   * @param subject entity or table that was checked
   */
  public record Check(String name, String subject, String expected, String found, boolean passed) {}

  /**
   * One key in which the target differs from the loaded rows.
   *
   * @param difference MISSING, UNEXPECTED, CHANGED or ORPHANED
   * @param fields columns that differ, or that lead to no row; empty unless CHANGED or ORPHANED
   */
  public record Difference(String table, String key, String difference, List<String> fields) {
    public Difference {
      fields = List.copyOf(fields);
    }
  }

  /**
   * The ledger of one entity at a cut: source rows up to {@code quarantinedByTransformer}, records
   * from {@code transformed} on.
   *
   * @param targetRows rows of the entity's main table in the target; negative where it was not read
   *     back
   * @param duplicates records of the snapshot that the target already held
   * @param live true where live events become rows of the same table, which may then hold more rows
   *     than the cut counts
   * @param liveReceived live events that arrived before the cut
   * @param liveLoaded those that became rows
   * @param liveDuplicates those that the target already held
   * @param liveQuarantined those that were quarantined
   * @param liveMachine of those that arrived, the ones that a machine caused by their sender's word
   */
  public record LedgerLine(
      String entity,
      long sourceRows,
      long extracted,
      long transformed,
      long mergedAway,
      long quarantinedByTransformer,
      long loaded,
      long quarantinedByLoader,
      long targetRows,
      long duplicates,
      boolean live,
      long liveReceived,
      long liveLoaded,
      long liveDuplicates,
      long liveQuarantined,
      long liveMachine) {
    private static final Set<String> CHECKS_OF_ROWS =
        Set.of("target-equals-loaded", "target-holds-loaded");

    /**
     * True where the equations hold: every source row is in exactly one place. Target rows are left
     * out where they were not read back. Only the validator knows how many live events became rows
     * between the cut and the read-back, since it saw both in one snapshot: there its check of the
     * rows decides.
     *
     * @param checks the checks of the same verdict
     */
    public boolean holds(List<Check> checks) {
      return sourceRows == extracted
          && extracted == transformed + mergedAway + quarantinedByTransformer
          && transformed == loaded + quarantinedByLoader + duplicates
          && liveReceived == liveLoaded + liveDuplicates + liveQuarantined
          && targetHolds(checks);
    }

    /** Rows of the target besides those of the cut; negative where they were not read. */
    public long sinceCut() {
      return targetRows < 0 ? -1 : Math.max(0, targetRows - loaded - liveLoaded);
    }

    private boolean targetHolds(List<Check> checks) {
      long expected = loaded + liveLoaded;
      if (targetRows < 0 || !live) {
        return targetRows < 0 || targetRows == expected;
      }
      return targetRows >= expected
          && checks.stream()
              .filter(c -> CHECKS_OF_ROWS.contains(c.name()))
              .filter(c -> c.subject().equalsIgnoreCase(entity))
              .findAny()
              .map(Check::passed)
              .orElse(targetRows == expected);
    }
  }
}
