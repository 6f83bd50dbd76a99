package dev.godwit.orchestrator.domain.report;

import dev.godwit.orchestrator.domain.common.TableCount;
import java.util.List;

/**
 * The new system was looked at.
 *
 * @param rows rows of the customer by table of the live schema
 * @param fingerprint SHA-256 of the target pack's files, hex
 */
public record TargetAssessmentReport(List<TableCount> rows, String fingerprint) implements Report {
  public TargetAssessmentReport {
    rows = List.copyOf(rows);
  }
}
