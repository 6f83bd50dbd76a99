package dev.godwit.orchestrator.domain.state;

import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.EntityCount;
import dev.godwit.orchestrator.domain.common.QuarantineCount;
import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.event.RunEvent.VerdictReached;
import java.util.List;
import java.util.stream.Stream;

/**
 * The part of the validator's answer that later steps need.
 *
 * @param cut the cut it was made at
 * @param reconciled whether nothing in it differs
 * @param quarantine what was quarantined of the snapshot, and what was found out about the target's
 *     pages; live events are not findings
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

  /** The part of a verdict that is kept. */
  static Verdict of(VerdictReached reached, List<EntityCount> sourceRows, Extracted extracted) {
    return new Verdict(
        reached.cut(),
        reached.reconciled(),
        reached.quarantine().stream()
            .filter(one -> !one.entity().equals(Entity.LIVE) && !one.isNote())
            .toList(),
        sourceRows,
        extracted,
        reached.quarantine().stream()
            .filter(one -> one.stage() == Stage.LOAD)
            .mapToLong(QuarantineCount::count)
            .sum(),
        0);
  }

  /** The same verdict with findings about the target's pages. */
  public Verdict with(List<QuarantineCount> findings) {
    return new Verdict(
        cut,
        reconciled,
        Stream.concat(quarantine.stream(), findings.stream()).toList(),
        sourceRows,
        extracted,
        inLoader,
        rechecks);
  }

  /** The same verdict once the extractor is asked to read the source again. */
  Verdict rechecking() {
    return new Verdict(cut, reconciled, quarantine, sourceRows, extracted, inLoader, rechecks + 1);
  }
}
