package dev.godwit.orchestrator.domain.report;

import java.util.List;

/**
 * The old system has no such customer.
 *
 * @param similar ids of customers that look alike, at most 5
 */
public record CustomerUnknownReport(List<String> similar) implements Report {
  public CustomerUnknownReport {
    similar = List.copyOf(similar);
  }
}
