package dev.godwit.orchestrator.domain.decide;

import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.LedgerLine;
import dev.godwit.orchestrator.domain.common.QuarantineCount;
import dev.godwit.orchestrator.domain.common.Stage;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds what a reconciled rehearsal proves too little of: an entity of which too few rows would
 * reach the target, and a customer without rows. Such a rehearsal does not pass by itself.
 * Stateless, thread-safe.
 */
final class Shortfalls {
  private Shortfalls() {}

  /**
   * The findings; empty where there are none.
   *
   * @param ledger ledger of the rehearsal
   * @param share share of the extracted rows of an entity that must be loaded, merged or held
   *     already, 0 to 1
   */
  static List<QuarantineCount> of(List<LedgerLine> ledger, double share) {
    List<QuarantineCount> found = new ArrayList<>();
    List<LedgerLine> snapshot =
        ledger.stream().filter(line -> !line.entity().equals(Entity.LIVE)).toList();
    if (snapshot.stream().allMatch(line -> line.sourceRows() == 0)) {
      found.add(
          new QuarantineCount(Entity.CONTACTS, Stage.VALIDATE, QuarantineCount.EMPTY_CUSTOMER, 1));
    }
    for (LedgerLine line : snapshot) {
      long kept = line.loaded() + line.duplicates() + line.mergedAway();
      if (kept < share * line.extracted()) {
        found.add(
            new QuarantineCount(
                line.entity(), Stage.VALIDATE, QuarantineCount.LOW_SHARE, line.extracted() - kept));
      }
    }
    return found;
  }
}
