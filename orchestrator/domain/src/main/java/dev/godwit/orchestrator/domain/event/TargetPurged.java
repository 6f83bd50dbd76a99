package dev.godwit.orchestrator.domain.event;

import dev.godwit.orchestrator.domain.common.TableCount;
import java.util.List;

/**
 * The target was purged and counted.
 *
 * @param deleted rows deleted by table
 * @param left rows that are still there by table, counted after the purge; all zero where it is
 *     proved empty
 */
public record TargetPurged(List<TableCount> deleted, List<TableCount> left) implements Event {
  public TargetPurged {
    deleted = List.copyOf(deleted);
    left = List.copyOf(left);
  }
}
