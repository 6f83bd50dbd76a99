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
 * @param extracted what was extracted, by which the source is read again before the commit
 * @param inLoader records that the loader has in quarantine, those of live engagement included
 * @param rechecks how often the extractor was asked to read the source again since the verdict
 */
public record Verdict(
    int cut,
    boolean reconciled,
    List<QuarantineCount> quarantine,
    List<EntityCount> sourceRows,
    Extracted extracted,
    long inLoader,
    int rechecks) {
  public Verdict {
    quarantine = List.copyOf(quarantine);
    sourceRows = List.copyOf(sourceRows);
  }

  /** The same verdict once the extractor is asked to read the source again. */
  Verdict rechecking() {
    return new Verdict(cut, reconciled, quarantine, sourceRows, extracted, inLoader, rechecks + 1);
  }
}
