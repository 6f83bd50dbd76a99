package dev.godwit.orchestrator.domain.state;

import dev.godwit.orchestrator.domain.common.TableCount;
import java.util.List;

/**
 * What the new system said when it was looked at.
 *
 * @param fingerprint of the target pack's files
 * @param leftovers tables that already hold rows of the customer; empty where none
 */
public record TargetLook(String fingerprint, List<TableCount> leftovers) {
  public TargetLook {
    leftovers = List.copyOf(leftovers);
  }

  /** The tables among these that hold rows. */
  public static List<TableCount> withRows(List<TableCount> tables) {
    return tables.stream().filter(table -> table.rows() != 0).toList();
  }
}
