package dev.godwit.orchestrator.view;

import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.LedgerLine;

/** Lines of a ledger that add up. */
final class LedgerLines {
  private LedgerLines() {}

  /** Engagements of which only live ones came, a quarter of them by the tail. */
  static LedgerLine ofLive(long arrived) {
    return new LedgerLine(
        Entity.ENGAGEMENTS,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        arrived,
        arrived,
        arrived,
        0,
        0,
        0,
        0,
        0,
        arrived / 4);
  }

  /** Contacts of a snapshot, some of them quarantined by the transformer. */
  static LedgerLine ofContacts(long rows, long bad) {
    return new LedgerLine(
        Entity.CONTACTS,
        rows,
        rows,
        rows - bad,
        0,
        bad,
        rows - bad,
        0,
        rows - bad,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0);
  }
}
