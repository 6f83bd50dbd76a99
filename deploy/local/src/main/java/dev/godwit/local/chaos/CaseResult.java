package dev.godwit.local.chaos;

import dev.godwit.local.chaos.check.Finding;
import java.time.Duration;
import java.util.List;

/**
 * The result of a case.
 *
 * @param skipped why it did not run, in a few words; empty where it did
 * @param reached whether every fault took place
 * @param outcome event that ended the run
 * @param run number of the run that ended; 0 where none did
 * @param length from the start of the run to the end of the checks
 * @param recovery from the first disturbance to the next event after everything ran again
 */
record CaseResult(
    ChaosCase of,
    String customer,
    String skipped,
    boolean reached,
    String outcome,
    int run,
    Duration length,
    Duration recovery,
    List<Finding> findings) {
  CaseResult {
    findings = List.copyOf(findings);
  }

  /** Of a case that this machine cannot run. */
  static CaseResult skipped(ChaosCase of, String why) {
    return new CaseResult(of, "", why, false, why, 0, Duration.ZERO, Duration.ZERO, List.of());
  }

  boolean isSkipped() {
    return !skipped.isEmpty();
  }

  boolean isGood() {
    return findings.isEmpty();
  }

  long count(Finding.Kind kind) {
    return findings.stream().filter(finding -> finding.kind() == kind).count();
  }
}
