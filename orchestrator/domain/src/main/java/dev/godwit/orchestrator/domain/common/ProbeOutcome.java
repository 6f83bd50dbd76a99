package dev.godwit.orchestrator.domain.common;

/**
 * The end of a probe: all its runs were measured; a run took longer than its timeout; the database
 * refused it; there was nothing to draw parameters from. UNKNOWN as in Entity.
 */
public enum ProbeOutcome {
  UNKNOWN,
  MEASURED,
  TIMED_OUT,
  FAILED,
  NOTHING_TO_DRAW
}
