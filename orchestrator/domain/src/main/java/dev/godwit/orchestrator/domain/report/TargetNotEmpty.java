package dev.godwit.orchestrator.domain.report;

import dev.godwit.orchestrator.domain.common.TableCount;
import java.util.List;

/**
 * The target holds rows of the customer.
 *
 * @param rows tables with rows
 */
public record TargetNotEmpty(List<TableCount> rows) implements Report {
  public TargetNotEmpty {
    rows = List.copyOf(rows);
  }
}
