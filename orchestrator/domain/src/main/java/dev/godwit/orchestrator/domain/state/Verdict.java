package dev.godwit.orchestrator.domain.state;

import dev.godwit.orchestrator.domain.common.EntityCount;
import dev.godwit.orchestrator.domain.common.QuarantineCount;
import java.util.List;

/**
 * The part of the validator's answer that later steps need.
 *
 * @param cut the cut it was made at
 * @param reconciled whether nothing in it differs
 * @param quarantine what was quarantined of the snapshot; live events are not findings
 * @param sourceRows rows counted in the source snapshot
 * @param inLoader records that the loader has in quarantine, those of live engagement included
 */
public record Verdict(
    int cut,
    boolean reconciled,
    List<QuarantineCount> quarantine,
    List<EntityCount> sourceRows,
    long inLoader) {
  public Verdict {
    quarantine = List.copyOf(quarantine);
    sourceRows = List.copyOf(sourceRows);
  }
}
