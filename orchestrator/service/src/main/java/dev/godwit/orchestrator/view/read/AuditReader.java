package dev.godwit.orchestrator.view.read;

import dev.godwit.api.AuditAnswer;
import dev.godwit.orchestrator.view.store.AuditRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;

/** Reads who did what. Thread-safe. */
@ApplicationScoped
public class AuditReader {
  /**
   * Commands, the newest first.
   *
   * @param customer null for all; * for commands about the whole programme
   * @param identity author, proved or claimed; null for all
   * @param since null for all
   * @param refused whether refusals alone are wanted
   * @param limit at most so many
   */
  @Transactional
  public List<AuditAnswer> newest(
      String customer, String identity, Instant since, boolean refused, int limit) {
    return AuditRow.newest(customer, identity, since, refused, limit).stream()
        .map(AuditRow::answer)
        .toList();
  }
}
