package dev.godwit.orchestrator.domain.event;

import dev.godwit.orchestrator.domain.common.QuarantineCount;
import java.util.List;

/**
 * The rehearsal reconciled, was purged and proved empty.
 *
 * @param findings quarantine that a live run will need waived
 * @param sourceFingerprint source pack that was rehearsed
 * @param targetFingerprint target pack that was rehearsed
 */
public record RehearsalPassed(
    List<QuarantineCount> findings, String sourceFingerprint, String targetFingerprint)
    implements Event {
  public RehearsalPassed {
    findings = List.copyOf(findings);
  }
}
