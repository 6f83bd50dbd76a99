package dev.godwit.orchestrator.domain.report;

import dev.godwit.orchestrator.domain.common.TableCount;
import java.util.List;

/**
 * Purged and counted.
 *
 * @param deleted rows deleted by table
 * @param left rows still there by table
 */
public record PurgeReport(List<TableCount> deleted, List<TableCount> left) implements Report {
  public PurgeReport {
    deleted = List.copyOf(deleted);
    left = List.copyOf(left);
  }
}
