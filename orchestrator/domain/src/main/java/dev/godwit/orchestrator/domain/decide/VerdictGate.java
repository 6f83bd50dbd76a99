package dev.godwit.orchestrator.domain.decide;

import dev.godwit.orchestrator.domain.common.EntityCount;
import dev.godwit.orchestrator.domain.common.QuarantineCount;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.RunEvent.CommitHeld;
import dev.godwit.orchestrator.domain.event.RunEvent.RecheckStarted;
import dev.godwit.orchestrator.domain.state.Migration;
import java.util.List;

/**
 * The gate behind a reconciled verdict, once the target's pages are measured where the pack has
 * probes. A live run goes on where the waivers cover everything, and is held otherwise. Stateless,
 * thread-safe.
 */
final class VerdictGate {
  private VerdictGate() {}

  /**
   * The event that follows.
   *
   * @param cut the reconciled cut
   * @param quarantine quarantine and findings at the cut
   * @param sourceRows rows of the source snapshot
   * @param findings rehearsal: findings about whole entities that the verdict gave
   */
  static Event next(
      Migration migration,
      int cut,
      List<QuarantineCount> quarantine,
      List<EntityCount> sourceRows,
      List<QuarantineCount> findings) {
    if (!migration.live()) {
      return StatementReports.rehearsingLive(migration, cut, findings);
    }
    List<String> closed = Waivers.uncovered(quarantine, sourceRows, migration.run().permit());
    return closed.isEmpty() ? new RecheckStarted(cut) : new CommitHeld(closed);
  }
}
