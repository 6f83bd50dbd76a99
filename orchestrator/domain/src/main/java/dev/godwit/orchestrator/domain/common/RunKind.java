package dev.godwit.orchestrator.domain.common;

/**
 * REHEARSAL goes into staging while the source keeps running; LIVE goes into the target. UNKNOWN as
 * in Entity.
 */
public enum RunKind {
  UNKNOWN,
  REHEARSAL,
  LIVE
}
