package dev.godwit.orchestrator.domain.state;

/** What follows a purge. The names stand in events. */
public enum Purpose {
  REHEARSAL_PASSED,
  REHEARSAL_FAILED,
  CANCEL,
  RETRY,
  ROLLBACK;

  /** Whether the purge is part of the way back, which no pause holds. */
  public boolean isWayBack() {
    return this == REHEARSAL_FAILED || this == CANCEL || this == ROLLBACK;
  }
}
