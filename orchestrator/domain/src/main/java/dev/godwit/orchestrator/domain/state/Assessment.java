package dev.godwit.orchestrator.domain.state;

import dev.godwit.orchestrator.domain.common.TableCount;
import java.util.List;

/**
 * What both systems said when they were looked at.
 *
 * @param sourceFingerprint of the source pack's files
 * @param targetFingerprint of the target pack's files
 * @param leftovers tables of the new system that already hold rows of the customer
 */
public record Assessment(
    String sourceFingerprint, String targetFingerprint, List<TableCount> leftovers) {
  public Assessment {
    leftovers = List.copyOf(leftovers);
  }
}
