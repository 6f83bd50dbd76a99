package dev.godwit.orchestrator.domain.decide;

import dev.godwit.orchestrator.domain.common.EntityCount;
import dev.godwit.orchestrator.domain.common.QuarantineCount;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.RunEvent.CommitHeld;
import dev.godwit.orchestrator.domain.event.RunEvent.RecheckStarted;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.Run.Permit;
import java.util.ArrayList;
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
    List<String> closed = closed(migration, quarantine, sourceRows, migration.run().permit());
    return closed.isEmpty() ? new RecheckStarted(cut) : new CommitHeld(closed);
  }

  /**
   * Why a live run may not be committed, one sentence each: decisions that it does not have, and
   * findings that no waiver covers.
   *
   * @param permit the run's, perhaps with further waivers
   */
  static List<String> closed(
      Migration migration,
      List<QuarantineCount> quarantine,
      List<EntityCount> sourceRows,
      Permit permit) {
    List<String> closed = new ArrayList<>(DecisionGate.closed(migration));
    closed.addAll(Waivers.uncovered(quarantine, sourceRows, permit));
    return closed;
  }
}
