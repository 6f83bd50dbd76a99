package dev.godwit.orchestrator.domain.report;

import dev.godwit.orchestrator.domain.common.TableCount;
import java.util.List;

/**
 * The target holds rows of the customer.
 *
 * @param rows tables with rows
 */
public record TargetNotEmptyReport(List<TableCount> rows) implements Report {
  public TargetNotEmptyReport {
    rows = List.copyOf(rows);
  }
}
