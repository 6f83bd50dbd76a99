package dev.godwit.orchestrator.domain.state;

import dev.godwit.orchestrator.domain.common.EntityCount;
import dev.godwit.orchestrator.domain.common.QuarantineCount;
import java.util.List;

/**
 * A rehearsal that passed.
 *
 * @param run its number
 * @param by who asked for it; must not approve it
 * @param findings what was quarantined
 * @param sourceRows rows that its snapshot had
 * @param sourceFingerprint the source pack that was rehearsed
 * @param targetFingerprint the target pack that was rehearsed
 */
public record Rehearsal(
    int run,
    String by,
    List<QuarantineCount> findings,
    List<EntityCount> sourceRows,
    String sourceFingerprint,
    String targetFingerprint) {
  public Rehearsal {
    findings = List.copyOf(findings);
    sourceRows = List.copyOf(sourceRows);
  }
}
