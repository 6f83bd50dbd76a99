package dev.godwit.orchestrator.domain.report;

import dev.godwit.orchestrator.domain.common.EntityCount;
import java.util.List;

/**
 * The customer exists.
 *
 * @param entities rows by entity
 * @param fingerprint SHA-256 of the source pack's files, hex
 */
public record SourceAssessmentReport(List<EntityCount> entities, String fingerprint)
    implements Report {
  public SourceAssessmentReport {
    entities = List.copyOf(entities);
  }
}
