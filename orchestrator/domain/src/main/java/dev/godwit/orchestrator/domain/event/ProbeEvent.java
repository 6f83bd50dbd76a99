package dev.godwit.orchestrator.domain.event;

import dev.godwit.orchestrator.domain.common.ProbeResult;
import dev.godwit.orchestrator.domain.common.QuarantineCount;
import java.util.List;
import java.util.Optional;

/** The measurement of the target's pages. A pack without probes has none of these. */
public sealed interface ProbeEvent extends Event {
  /** The reconciled cut at which the pages are measured. */
  int cut();

  /**
   * Intent: the probes of the target pack are about to be measured.
   *
   * @param cut the reconciled cut
   * @param findings rehearsal: findings about whole entities that the verdict gave; else empty
   */
  record ProbesStarted(int cut, List<QuarantineCount> findings) implements ProbeEvent {
    public ProbesStarted {
      findings = List.copyOf(findings);
    }
  }

  /**
   * The probes of the target pack were measured.
   *
   * @param cut the reconciled cut
   * @param measure name of the number by which customers are compared; empty where the pack counts
   *     none
   * @param amount the number; -1 where it is not known
   * @param problem why the number is not known, and what to do; empty where it is, or where the
   *     pack counts none
   * @param probes results in the order of the pack
   */
  record ProbesMeasured(
      int cut, String measure, long amount, String problem, List<ProbeResult> probes)
      implements ProbeEvent {
    public ProbesMeasured {
      probes = List.copyOf(probes);
    }

    /** The findings: one for each probe that is over its limit, timed out or failed. */
    public List<QuarantineCount> findings() {
      return probes.stream().map(ProbeResult::finding).flatMap(Optional::stream).toList();
    }
  }
}
