package dev.godwit.orchestrator.domain.common;

/**
 * REHEARSAL goes into staging while the old system keeps running; LIVE goes into the new system.
 * UNKNOWN as in Entity.
 */
public enum RunKind {
  UNKNOWN,
  REHEARSAL,
  LIVE
}
